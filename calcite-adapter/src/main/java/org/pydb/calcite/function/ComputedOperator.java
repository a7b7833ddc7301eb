package org.pydb.calcite.function;

import org.pydb.calcite.exec.expression.ScalarFunction;

/** A function or operator that our own expressions compute. */
public interface ComputedOperator {

  /** What computes it. */
  ScalarFunction implementation();
}
