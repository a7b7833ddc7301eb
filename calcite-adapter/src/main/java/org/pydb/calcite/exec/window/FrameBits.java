package org.pydb.calcite.exec.window;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.store.LongStore;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** The bits of the integers of a frame. */
final class FrameBits extends FrameSum implements RangeTree.Parts<Long> {
  private static final long BLOCK_BYTES = 32;

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int column;
  private @Nullable RangeTree<Long> tree;

  FrameBits(WindowCall call, WindowRows rows) {
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
  public @Nullable Long of(int row) {
    LongStore values = (LongStore) rows.column(column);
    return values.isNull(row) ? null : values.get(row);
  }

  @Override
  public Long merged(Long left, Long right) {
    return switch (function) {
      case BIT_AND -> left & right;
      case BIT_OR -> left | right;
      default -> left ^ right;
    };
  }

  @Override
  void write(FrameRows frame, Vector result, int position) {
    Long bits = null;
    for (int range = 0; range < frame.rangeCount(); range++) {
      bits = Objects.requireNonNull(tree).add(bits, frame.start(range), frame.end(range));
    }
    if (bits == null) {
      result.setNull(position);
    } else {
      ((LongVector) result).set(position, bits);
    }
  }
}
