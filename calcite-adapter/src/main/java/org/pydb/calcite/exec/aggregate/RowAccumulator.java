package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Computes an aggregate that looks at several columns of a row. */
public abstract class RowAccumulator extends Accumulator {

  /**
   * Adds rows.
   *
   * @param groups the groups, by {@code k}: row {@code rows[k]} belongs to {@code groups[k]}
   */
  public abstract void addRows(Batch batch, int[] rows, int[] groups, int count);

  @Override
  public final void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    throw new UnsupportedOperationException("takes whole rows");
  }

  /** A number of any type. */
  static double number(Vector vector, int row) {
    if (vector instanceof DoubleVector doubles) {
      return doubles.get(row);
    }
    return vector instanceof DecimalVector decimals
        ? decimals.get(row).doubleValue()
        : ((LongVector) vector).get(row);
  }
}
