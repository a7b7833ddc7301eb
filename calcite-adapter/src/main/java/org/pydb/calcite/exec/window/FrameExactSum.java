package org.pydb.calcite.exec.window;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.ExactResult;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Sums and averages of integers, or of decimals of one scale: what all rows before the end of a
 * range add up to, less what those before its start do. Exact, so that nothing gets lost thereby.
 *
 * <p>The sums are longs as long as they fit.
 */
final class FrameExactSum extends FrameSum {
  private static final long DECIMAL_BYTES = 64;

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int column;
  private final int scale;
  private final ColumnType type;
  private final PresentValues present;

  /** For each row what those before it add up to; one more at the end. */
  private long[] sums = {};

  /** The same where longs do not do; otherwise null. */
  private BigDecimal @Nullable [] bigSums;

  FrameExactSum(WindowCall call, WindowRows rows, int scale) {
    this.rows = rows;
    this.scale = scale;
    function = Objects.requireNonNull(call.aggregate());
    column = call.arguments().get(0);
    type = call.type();
    present = new PresentValues(rows, column);
  }

  @Override
  void begin() {
    present.begin();
    bigSums = null;
    if (!addLongs()) {
      addDecimals();
    }
  }

  private boolean addLongs() {
    int size = rows.size();
    WindowColumn values = rows.column(column);
    if (!values.isLong() && values.hasBigs()) {
      return false;
    }
    if (sums.length <= size) {
      rows.memory().use((long) Long.BYTES * (size + 1 - sums.length));
      sums = new long[size + 1];
    }
    long sum = 0;
    for (int row = 0; row < size; row++) {
      sums[row] = sum;
      if (!values.isNull(row)) {
        long value = values.isLong() ? values.getLong(row) : values.getUnscaled(row);
        long next = sum + value;
        if (((sum ^ next) & (value ^ next)) < 0) {
          return false;
        }
        sum = next;
      }
    }
    sums[size] = sum;
    return true;
  }

  private void addDecimals() {
    int size = rows.size();
    rows.memory().use(DECIMAL_BYTES * size);
    BigDecimal[] all = new BigDecimal[size + 1];
    WindowColumn values = rows.column(column);
    BigDecimal sum = BigDecimal.valueOf(0, scale);
    for (int row = 0; row < size; row++) {
      all[row] = sum;
      if (!values.isNull(row)) {
        sum =
            sum.add(
                values.isLong() ? BigDecimal.valueOf(values.getLong(row)) : values.getDecimal(row));
      }
    }
    all[size] = sum;
    bigSums = all;
  }

  @Override
  void write(FrameRows frame, Vector result, int position) {
    long count = 0;
    BigDecimal sum = BigDecimal.valueOf(0, scale);
    for (int range = 0; range < frame.rangeCount(); range++) {
      int start = frame.start(range);
      int end = frame.end(range);
      count += present.count(start, end);
      sum = sum.add(between(start, end));
    }
    ExactResult.write(function, sum, BigDecimal.ZERO, count, type, result, position);
  }

  private BigDecimal between(int start, int end) {
    BigDecimal[] all = bigSums;
    if (all != null) {
      return all[end].subtract(all[start]);
    }
    // The difference of two sums of longs may wrap; then it is made of both.
    long difference = sums[end] - sums[start];
    boolean wraps = ((sums[end] ^ sums[start]) & (sums[end] ^ difference)) < 0;
    return wraps
        ? BigDecimal.valueOf(sums[end], scale).subtract(BigDecimal.valueOf(sums[start], scale))
        : BigDecimal.valueOf(difference, scale);
  }
}
