package org.pydb.calcite.exec.expression;

import org.pydb.calcite.exec.vector.Vector;

/** Computes one value from one row: the simple way to write a function that is not hot. */
@FunctionalInterface
public interface RowFunction {

  /**
   * Computes the value for a row.
   *
   * @param in the operands, none of which is NULL in this row
   * @param row the position in the operands and in the result
   * @param out where to set the value, or NULL; it may refer to bytes of the operands
   */
  void apply(Arguments in, int row, Vector out);
}
