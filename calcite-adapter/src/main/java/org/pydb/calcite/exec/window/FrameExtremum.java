package org.pydb.calcite.exec.window;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;

/** The row of a frame with the least, the greatest or the first value. */
final class FrameExtremum extends FrameParts<Integer> {
  private static final long BLOCK_BYTES = 24;

  private final int[] source = new int[1];
  private final int[] target = new int[1];

  FrameExtremum(WindowCall call, WindowRows rows) {
    super(call, rows, BLOCK_BYTES);
  }

  @Override
  public @Nullable Integer of(int row) {
    return rows.column(column).isNull(row) ? null : row;
  }

  /** Of equal values the first one counts, as where rows are fed one by one. */
  @Override
  public Integer merged(Integer left, Integer right) {
    WindowColumn values = rows.column(column);
    boolean isRight =
        switch (function) {
          case MIN, BOOL_AND -> values.compare(right, left) < 0;
          case MAX, BOOL_OR -> values.compare(right, left) > 0;
          default -> false;
        };
    return isRight ? right : left;
  }

  @Override
  void write(@Nullable Integer best, Vector result, int position) {
    source[0] = best == null ? -1 : best;
    target[0] = position;
    rows.column(column).gather(source, 0, target, 1, result);
  }
}
