package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The forms of one function that {@link RowFunction}s compute: what operands each takes and what it
 * gives. A call gets the form whose parameters are exactly of its operands' kinds, or else the
 * first to which they widen.
 *
 * <p>NUMERIC as a parameter takes DECIMAL of any scale too, and TEXT takes CHAR.
 */
final class Overloads implements Binder {

  private record Form(
      ColumnKind result,
      List<ColumnKind> parameters,
      Function<EvaluationContext, RowFunction> functions) {}

  private final String name;
  private final List<Form> forms = new ArrayList<>();
  private boolean isStrict = true;

  private Overloads(String name) {
    this.name = name;
  }

  /** No forms yet of a function, which is registered at once. */
  static Overloads of(ScalarFunction function, Map<ScalarFunction, Binder> binders) {
    Overloads overloads = new Overloads(function.sqlName());
    binders.put(function, overloads);
    return overloads;
  }

  /** Calls are not NULL because an operand is: the functions see to NULLs. */
  Overloads takingNulls() {
    isStrict = false;
    return this;
  }

  /** Adds a form whose function keeps no state. */
  Overloads form(ColumnKind result, RowFunction function, ColumnKind... parameters) {
    return formPerExecution(result, context -> function, parameters);
  }

  /** Adds a form whose function is made for each execution. */
  Overloads formPerExecution(
      ColumnKind result,
      Function<EvaluationContext, RowFunction> functions,
      ColumnKind... parameters) {
    forms.add(new Form(result, List.of(parameters), functions));
    return this;
  }

  @Override
  public @Nullable Expression bind(@Nullable ColumnType type, List<Expression> operands) {
    Form best = null;
    List<Expression> bestOperands = null;
    for (Form form : forms) {
      List<Expression> widened = widen(form, operands);
      if (widened != null && (best == null || exact(form, operands) > exact(best, operands))) {
        best = form;
        bestOperands = widened;
      }
    }
    return best == null || bestOperands == null ? null : call(best, type, bestOperands);
  }

  private static int exact(Form form, List<Expression> operands) {
    int exact = 0;
    for (int i = 0; i < operands.size(); i++) {
      exact += family(operands.get(i).type().kind()) == form.parameters.get(i) ? 1 : 0;
    }
    return exact;
  }

  private static ColumnKind family(ColumnKind kind) {
    return switch (kind) {
      case DECIMAL -> ColumnKind.NUMERIC;
      case CHAR -> ColumnKind.TEXT;
      default -> kind;
    };
  }

  private static @Nullable List<Expression> widen(Form form, List<Expression> operands) {
    if (form.parameters.size() != operands.size()) {
      return null;
    }
    List<Expression> widened = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Expression operand = Coercion.implicit(operands.get(i), form.parameters.get(i));
      if (operand == null) {
        return null;
      }
      widened.add(operand);
    }
    return widened;
  }

  private @Nullable Expression call(
      Form form, @Nullable ColumnType type, List<Expression> operands) {
    Expression call =
        new RowCall(name, ColumnType.of(form.result), operands, form.functions, isStrict);
    return Casts.result(ConstantFolding.fold(call), type);
  }
}
