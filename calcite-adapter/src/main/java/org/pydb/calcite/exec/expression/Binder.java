package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/** Turns a call of a function into the expression that computes it. Stateless. */
@FunctionalInterface
interface Binder {

  /**
   * The expression for a call.
   *
   * @param type the type that the result is wanted in; null for the one that PostgreSQL gives it
   * @param operands what the function is called with
   * @return null if the function does not take such operands
   */
  @Nullable Expression bind(@Nullable ColumnType type, List<Expression> operands);
}
