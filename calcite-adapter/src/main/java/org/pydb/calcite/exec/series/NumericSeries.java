package org.pydb.calcite.exec.series;

import java.math.BigDecimal;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;

/** {@code generate_series} of numerics. */
final class NumericSeries implements RowMaker {
  private BigDecimal next = BigDecimal.ZERO;
  private BigDecimal last = BigDecimal.ZERO;
  private BigDecimal step = BigDecimal.ONE;
  private boolean isEmpty = true;

  @Override
  public void begin(Vector[] arguments, int row) {
    isEmpty = IntegerSeries.isAnyNull(arguments, row);
    if (!isEmpty) {
      next = ((DecimalVector) arguments[0]).get(row);
      last = ((DecimalVector) arguments[1]).get(row);
      step = ((DecimalVector) arguments[2]).get(row);
      if (step.signum() == 0) {
        throw IntegerSeries.stepOfZero();
      }
    }
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && !isEmpty && next.compareTo(last) * step.signum() <= 0) {
      ((DecimalVector) columns[0]).set(at++, next);
      next = next.add(step);
    }
    return at - from;
  }
}
