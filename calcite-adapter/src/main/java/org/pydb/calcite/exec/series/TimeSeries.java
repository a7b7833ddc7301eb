package org.pydb.calcite.exec.series;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** {@code generate_series} of times. Each is the one before plus the step: months first. */
final class TimeSeries implements RowMaker {
  private static final long MICROS_A_MONTH = 30 * 86_400_000_000L;

  private long next;
  private long last;
  private long months;
  private long micros;
  private int direction;
  private boolean isEmpty = true;

  @Override
  public void begin(Vector[] arguments, int row) {
    isEmpty = IntegerSeries.isAnyNull(arguments, row);
    if (!isEmpty) {
      next = ((LongVector) arguments[0]).get(row);
      last = ((LongVector) arguments[1]).get(row);
      months = ((LongVector) arguments[2]).get(row);
      micros = ((LongVector) arguments[3]).get(row);
      direction = Long.signum(Math.addExact(Math.multiplyExact(months, MICROS_A_MONTH), micros));
      if (direction == 0) {
        throw IntegerSeries.stepOfZero();
      }
    }
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && !isEmpty && Long.compare(next, last) * direction <= 0) {
      ((LongVector) columns[0]).set(at++, next);
      next = following();
    }
    return at - from;
  }

  private long following() {
    try {
      return Timestamps.plusMicros(Timestamps.plusMonths(next, months), micros);
    } catch (SqlError e) {
      isEmpty = true; // There is no time beyond, so the series ends.
      return next;
    }
  }
}
