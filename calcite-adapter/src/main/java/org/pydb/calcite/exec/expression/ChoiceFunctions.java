package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Binds CASE, COALESCE, NULLIF, GREATEST, LEAST and the only value of a group. Stateless. */
final class ChoiceFunctions {

  private ChoiceFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.CASE, ChoiceFunctions::bindCase);
    binders.put(ScalarFunction.COALESCE, ChoiceFunctions::bindCoalesce);
    binders.put(ScalarFunction.NULLIF, ChoiceFunctions::bindNullIf);
    binders.put(ScalarFunction.GREATEST, extremum(true));
    binders.put(ScalarFunction.LEAST, extremum(false));
    binders.put(
        ScalarFunction.ONLY_VALUE,
        (type, operands) -> Casts.result(new OnlyValue(operands.get(0), operands.get(1)), type));
  }

  private static @Nullable Expression bindCase(
      @Nullable ColumnType type, List<Expression> operands) {
    if (operands.size() < 3 || operands.size() % 2 == 0) {
      return null;
    }
    List<Expression> values = new ArrayList<>();
    for (int i = 1; i < operands.size(); i += 2) {
      values.add(operands.get(i));
    }
    values.add(operands.get(operands.size() - 1));
    ColumnType result = type != null ? type : Coercion.common(values);
    List<Expression> cast = result == null ? null : castAll(values, result);
    if (result == null || cast == null) {
      return null;
    }
    List<Expression> bound = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      Expression condition = Coercion.implicit(operands.get(i), ColumnKind.BOOLEAN);
      if (condition == null) {
        return null;
      }
      bound.add(condition);
      bound.add(cast.get(i / 2));
    }
    bound.add(cast.get(cast.size() - 1));
    return new Case(result, bound);
  }

  private static @Nullable Expression bindCoalesce(
      @Nullable ColumnType type, List<Expression> operands) {
    if (operands.isEmpty()) {
      return null;
    }
    ColumnType result = type != null ? type : Coercion.common(operands);
    List<Expression> cast = result == null ? null : castAll(operands, result);
    return result == null || cast == null ? null : new Coalesce(result, cast);
  }

  private static @Nullable Expression bindNullIf(
      @Nullable ColumnType type, List<Expression> operands) {
    if (operands.size() != 2) {
      return null;
    }
    Expression value = operands.get(0);
    Expression equal = ComparisonFunctions.compare(Comparison.EQUAL, value, operands.get(1));
    ColumnType result = type != null ? type : value.type();
    Expression cast = Casts.result(value, result);
    return equal == null || cast == null
        ? null
        : new Case(result, List.of(equal, Literal.ofBoxed(result, null), cast));
  }

  private static Binder extremum(boolean greatest) {
    return (type, operands) -> {
      ColumnType common = operands.isEmpty() ? null : Coercion.common(operands);
      List<Expression> cast = common == null ? null : castAll(operands, common);
      if (common == null || cast == null) {
        return null;
      }
      Expression extremum = new Extremum(greatest, common, cast);
      return Casts.result(extremum, type);
    };
  }

  private static @Nullable List<Expression> castAll(List<Expression> operands, ColumnType type) {
    List<Expression> cast = new ArrayList<>();
    for (Expression operand : operands) {
      Expression each = Casts.result(operand, type);
      if (each == null) {
        return null;
      }
      cast.add(each);
    }
    return cast;
  }
}
