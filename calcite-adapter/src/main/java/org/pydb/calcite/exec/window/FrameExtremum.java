package org.pydb.calcite.exec.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.store.ColumnStore;
import org.pydb.calcite.exec.vector.Vector;

/** The row of a frame with the least, the greatest or the first value. */
final class FrameExtremum extends FrameSum implements RangeTree.Parts<Integer> {
  private static final long BLOCK_BYTES = 24;

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int column;
  private final int[] source = new int[1];
  private final int[] target = new int[1];
  private @Nullable RangeTree<Integer> tree;

  FrameExtremum(WindowCall call, WindowRows rows) {
    this.rows = rows;
    function = Objects.requireNonNull(call.aggregate());
    column = call.arguments().get(0);
  }

  @Override
  void begin() {
    rows.memory().use(BLOCK_BYTES * RangeTree.blockCount(rows.size()));
    tree = new RangeTree<>(this, rows.size());
  }

  @Override
  public @Nullable Integer of(int row) {
    return rows.column(column).isNull(row) ? null : row;
  }

  /** Of equal values the first one counts, as where rows are fed one by one. */
  @Override
  public Integer merged(Integer left, Integer right) {
    ColumnStore values = rows.column(column);
    boolean isRight =
        switch (function) {
          case MIN, BOOL_AND -> values.compare(right, left) < 0;
          case MAX, BOOL_OR -> values.compare(right, left) > 0;
          default -> false;
        };
    return isRight ? right : left;
  }

  @Override
  void write(FrameRows frame, Vector result, int position) {
    Integer best = null;
    for (int range = 0; range < frame.rangeCount(); range++) {
      best = Objects.requireNonNull(tree).add(best, frame.start(range), frame.end(range));
    }
    source[0] = best == null ? -1 : best;
    target[0] = position;
    rows.column(column).gather(source, 0, target, 1, result);
  }
}
