package org.pydb.calcite.exec.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.vector.Vector;

/**
 * An aggregate of frames that is put together of parts, those of whole blocks of rows as far as the
 * frame has any. Never is a part taken away from another one.
 *
 * @param <P> what some values come to
 */
abstract class FrameParts<P> extends FrameSum implements RangeTree.Parts<P> {
  final WindowRows rows;
  final AggregateFunction function;
  final int column;
  private final long blockBytes;
  private @Nullable RangeTree<P> tree;

  /**
   * An aggregate of the first argument of a call.
   *
   * @param blockBytes what the part of a block takes in memory, about
   */
  FrameParts(WindowCall call, WindowRows rows, long blockBytes) {
    this.rows = rows;
    this.blockBytes = blockBytes;
    function = Objects.requireNonNull(call.aggregate());
    column = call.arguments().get(0);
  }

  @Override
  final void begin() {
    rows.memory().use(blockBytes * RangeTree.blockCount(rows.size()));
    tree = new RangeTree<>(this, rows.size());
  }

  @Override
  final void write(FrameRows frame, Vector result, int position) {
    P part = null;
    for (int range = 0; range < frame.rangeCount(); range++) {
      part = Objects.requireNonNull(tree).add(part, frame.start(range), frame.end(range));
    }
    write(part, result, position);
  }

  /** Writes what a frame comes to; null if it has no values. */
  abstract void write(@Nullable P part, Vector result, int position);
}
