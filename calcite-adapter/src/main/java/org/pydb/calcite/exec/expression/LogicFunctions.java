package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Binds AND, OR, NOT and the tests for NULL and truth. Stateless. */
final class LogicFunctions {
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);

  private LogicFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.AND, (type, operands) -> and(operands));
    binders.put(ScalarFunction.OR, (type, operands) -> or(operands));
    binders.put(ScalarFunction.NOT, (type, operands) -> not(operands));
    binders.put(ScalarFunction.IS_NULL, test(TruthTest.Kind.NULL, true));
    binders.put(ScalarFunction.IS_NOT_NULL, test(TruthTest.Kind.NULL, false));
    binders.put(ScalarFunction.IS_TRUE, test(TruthTest.Kind.TRUE, true));
    binders.put(ScalarFunction.IS_NOT_TRUE, test(TruthTest.Kind.TRUE, false));
    binders.put(ScalarFunction.IS_FALSE, test(TruthTest.Kind.FALSE, true));
    binders.put(ScalarFunction.IS_NOT_FALSE, test(TruthTest.Kind.FALSE, false));
  }

  private static @Nullable Expression and(List<Expression> operands) {
    return joined(operands, Conjunction.class, Conjunction::new);
  }

  private static @Nullable Expression or(List<Expression> operands) {
    return joined(operands, Disjunction.class, Disjunction::new);
  }

  /** The conditions as one; those within another of its kind are its own. */
  private static @Nullable Expression joined(
      List<Expression> operands,
      Class<? extends Expression> kind,
      Function<List<Expression>, Expression> join) {
    List<Expression> conditions = conditions(operands);
    if (conditions == null || conditions.size() < 2) {
      return conditions == null || conditions.isEmpty() ? null : conditions.get(0);
    }
    List<Expression> flat = new ArrayList<>();
    for (Expression condition : conditions) {
      flat.addAll(kind.isInstance(condition) ? condition.operands() : List.of(condition));
    }
    return join.apply(flat);
  }

  private static @Nullable Expression not(List<Expression> operands) {
    List<Expression> conditions = conditions(operands);
    return conditions == null || conditions.size() != 1 ? null : not(conditions.get(0));
  }

  /** The opposite of a condition. */
  static Expression not(Expression condition) {
    if (condition instanceof Negatable negatable) {
      return negatable.negated();
    }
    return condition instanceof Negation ? condition.operands().get(0) : new Negation(condition);
  }

  /** The operands if all of them are conditions, otherwise null. */
  private static @Nullable List<Expression> conditions(List<Expression> operands) {
    List<Expression> conditions = new ArrayList<>();
    for (Expression operand : operands) {
      Expression condition = Coercion.implicit(operand, ColumnKind.BOOLEAN);
      if (condition == null) {
        return null;
      }
      conditions.add(condition);
    }
    return conditions;
  }

  private static Binder test(TruthTest.Kind kind, boolean wanted) {
    return (type, operands) -> {
      if (operands.size() != 1) {
        return null;
      }
      boolean fits = kind == TruthTest.Kind.NULL || operands.get(0).type().equals(BOOLEAN);
      return fits ? new TruthTest(kind, wanted, operands.get(0)) : null;
    };
  }
}
