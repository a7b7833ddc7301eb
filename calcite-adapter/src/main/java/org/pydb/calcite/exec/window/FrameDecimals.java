package org.pydb.calcite.exec.window;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.ExactResult;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Sums of decimals that have scales of their own, and variances of exact numbers. Parts are put
 * together, never taken away from each other: the scale of a sum is that of the values in it.
 */
final class FrameDecimals extends FrameParts<FrameDecimals.Part> {
  private static final long BLOCK_BYTES = 144;

  /** What some numbers, and their squares if those are wanted, add up to. */
  record Part(long count, BigDecimal sum, BigDecimal squares) {}

  private final boolean needsSquares;
  private final ColumnType type;

  FrameDecimals(WindowCall call, WindowRows rows) {
    super(call, rows, BLOCK_BYTES);
    type = call.type();
    needsSquares =
        switch (function) {
          case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> true;
          default -> false;
        };
  }

  @Override
  public @Nullable Part of(int row) {
    WindowColumn values = rows.column(column);
    if (values.isNull(row)) {
      return null;
    }
    BigDecimal value =
        values.isLong() ? BigDecimal.valueOf(values.getLong(row)) : values.getDecimal(row);
    return new Part(1, value, needsSquares ? value.multiply(value) : BigDecimal.ZERO);
  }

  @Override
  public Part merged(Part left, Part right) {
    return new Part(
        left.count + right.count, left.sum.add(right.sum), left.squares.add(right.squares));
  }

  @Override
  void write(@Nullable Part part, Vector result, int position) {
    Part sum = part == null ? new Part(0, BigDecimal.ZERO, BigDecimal.ZERO) : part;
    ExactResult.write(function, sum.sum, sum.squares, sum.count, type, result, position);
  }
}
