package org.pydb.calcite.exec.series;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** {@code generate_series} of integers. */
final class IntegerSeries implements RowMaker {
  private long next;
  private long last;
  private long step;
  private boolean atEnd = true;

  @Override
  public void begin(Vector[] arguments, int row) {
    atEnd = isAnyNull(arguments, row);
    if (!atEnd) {
      next = ((LongVector) arguments[0]).get(row);
      last = ((LongVector) arguments[1]).get(row);
      step = ((LongVector) arguments[2]).get(row);
      if (step == 0) {
        throw stepOfZero();
      }
    }
  }

  /** Whether the series of some arguments has no rows because one of them is NULL. */
  static boolean isAnyNull(Vector[] arguments, int row) {
    for (Vector argument : arguments) {
      if (argument.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  static SqlError stepOfZero() {
    return new SqlError("22023", "step size cannot equal zero");
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    LongVector column = (LongVector) columns[0];
    int at = from;
    while (at < to && !atEnd && (step > 0 ? next <= last : next >= last)) {
      column.set(at++, next);
      long following = next + step;
      atEnd = step > 0 ? following < next : following > next; // It went beyond all numbers.
      next = following;
    }
    return at - from;
  }
}
