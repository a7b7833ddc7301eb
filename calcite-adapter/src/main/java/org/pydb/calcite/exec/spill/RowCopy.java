package org.pydb.calcite.exec.spill;

import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Copies values from several runs into one column. Stateless. */
final class RowCopy {
  private RowCopy() {}

  /** Copies the chosen rows {@code from <= i < to} to the same positions of a column. */
  static void copy(RowMerge.Run[] runs, int[] rows, int from, int to, int column, Vector target) {
    if (target instanceof LongVector longs) {
      long[] values = longs.values();
      for (int i = from; i < to; i++) {
        values[i] = ((LongVector) runs[i].columns[column]).get(rows[i]);
      }
    } else if (target instanceof DoubleVector doubles) {
      double[] values = doubles.values();
      for (int i = from; i < to; i++) {
        values[i] = ((DoubleVector) runs[i].columns[column]).get(rows[i]);
      }
    } else if (target instanceof BytesVector bytes) {
      for (int i = from; i < to; i++) {
        BytesVector source = (BytesVector) runs[i].columns[column];
        int row = rows[i];
        bytes.set(i, source.array(row), source.start(row), source.length(row));
      }
    } else {
      copyDecimals(runs, rows, from, to, column, (DecimalVector) target);
    }
    for (int i = from; i < to; i++) {
      if (runs[i].columns[column].isNull(rows[i])) {
        target.setNull(i);
      }
    }
  }

  private static void copyDecimals(
      RowMerge.Run[] runs, int[] rows, int from, int to, int column, DecimalVector target) {
    for (int i = from; i < to; i++) {
      DecimalVector source = (DecimalVector) runs[i].columns[column];
      if (source.isBig(rows[i])) {
        target.set(i, source.get(rows[i]));
      } else {
        target.setUnscaled(i, source.values()[rows[i]]);
      }
    }
  }
}
