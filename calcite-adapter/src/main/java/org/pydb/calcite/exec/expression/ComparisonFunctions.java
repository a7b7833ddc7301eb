package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.order.BytesOrder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Binds comparisons to the kernel of the operands' kind. Stateless. */
final class ComparisonFunctions {

  private ComparisonFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.EQUALS, comparison(Comparison.EQUAL));
    binders.put(ScalarFunction.NOT_EQUALS, comparison(Comparison.NOT_EQUAL));
    binders.put(ScalarFunction.LESS, comparison(Comparison.LESS));
    binders.put(ScalarFunction.LESS_OR_EQUAL, comparison(Comparison.LESS_OR_EQUAL));
    binders.put(ScalarFunction.GREATER, comparison(Comparison.GREATER));
    binders.put(ScalarFunction.GREATER_OR_EQUAL, comparison(Comparison.GREATER_OR_EQUAL));
    binders.put(ScalarFunction.IS_DISTINCT_FROM, distinctness(true));
    binders.put(ScalarFunction.IS_NOT_DISTINCT_FROM, distinctness(false));
    binders.put(ScalarFunction.IN, (type, operands) -> in(operands));
  }

  private static Binder comparison(Comparison comparison) {
    return (type, operands) ->
        operands.size() == 2 ? compare(comparison, operands.get(0), operands.get(1)) : null;
  }

  private static Binder distinctness(boolean distinct) {
    return (type, operands) -> {
      List<Expression> pair = operands.size() == 2 ? meet(operands) : null;
      return pair == null ? null : new Distinctness(distinct, pair.get(0), pair.get(1));
    };
  }

  /** The comparison of two expressions; null if their types do not meet. */
  static @Nullable Expression compare(Comparison comparison, Expression left, Expression right) {
    List<Expression> pair = meet(List.of(left, right));
    if (pair == null) {
      return null;
    }
    Expression a = pair.get(0);
    Expression b = pair.get(1);
    // Kernels are fast with the constant on the right.
    return isConstant(a) && !isConstant(b)
        ? kernel(comparison.swapped(), b, a)
        : kernel(comparison, a, b);
  }

  private static boolean isConstant(Expression operand) {
    return operand instanceof Literal
        || operand instanceof OpenLiteral
        || operand instanceof Parameter;
  }

  private static Expression kernel(Comparison comparison, Expression left, Expression right) {
    return switch (left.type().kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          new LongComparison(comparison, left, right);
      case FLOAT32, FLOAT64 -> new DoubleComparison(comparison, left, right);
      case DECIMAL, NUMERIC -> new DecimalComparison(comparison, left, right);
      case UUID, CHAR, TEXT, BYTES, INTERVAL, JSON, JSONB, ARRAY ->
          new BytesComparison(comparison, left, right);
    };
  }

  /**
   * The operands converted so that their values can be compared; null if that cannot be. Decimals
   * of different scales can be, so they are left alone where no DECIMAL holds them all.
   */
  static @Nullable List<Expression> meet(List<Expression> operands) {
    ColumnType common = Coercion.common(operands);
    if (common == null || common.kind() == ColumnKind.JSON) {
      return null; // json has no order, not even equality.
    }
    List<Expression> met = new ArrayList<>();
    for (Expression operand : operands) {
      Expression each =
          common.kind() == ColumnKind.NUMERIC
              ? Coercion.implicit(operand, ColumnKind.NUMERIC)
              : Casts.cast(operand, common, CastMode.EXPLICIT);
      if (each == null) {
        return null;
      }
      met.add(each);
    }
    return met;
  }

  /** Whether a literal, known or open, is a value of the type as it is. */
  private static boolean serves(Expression literal, ColumnType type) {
    return literal.type().equals(type)
        || (type.kind() == ColumnKind.NUMERIC && Coercion.isDecimal(literal.type()));
  }

  /** Whether values may be equal that are not the same bytes. */
  private static boolean hasOrderOfItsOwn(ColumnType type) {
    return type.isBytes() && BytesOrder.of(type) != null;
  }

  private static @Nullable Expression in(List<Expression> operands) {
    if (operands.size() < 2) {
      return null;
    }
    List<Expression> list = operands.subList(1, operands.size());
    List<Expression> met = meet(operands);
    if (met == null) {
      return null;
    }
    ColumnType type = met.get(0).type();
    List<Expression> literals = new ArrayList<>();
    for (Expression each : met.subList(1, met.size())) {
      if ((each instanceof Literal || each instanceof OpenLiteral) && serves(each, type)) {
        literals.add(each);
      }
    }
    if (literals.size() == list.size() && list.size() > 1 && !hasOrderOfItsOwn(type)) {
      return new InList(true, met.get(0), literals);
    }
    List<Expression> equals = new ArrayList<>();
    for (Expression each : list) {
      Expression equal = compare(Comparison.EQUAL, operands.get(0), each);
      if (equal == null) {
        return null;
      }
      equals.add(equal);
    }
    return equals.size() == 1 ? equals.get(0) : new Disjunction(equals);
  }
}
