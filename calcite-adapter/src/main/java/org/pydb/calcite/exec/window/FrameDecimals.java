package org.pydb.calcite.exec.window;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.ExactResult;
import org.pydb.calcite.exec.store.ColumnStore;
import org.pydb.calcite.exec.store.DecimalStore;
import org.pydb.calcite.exec.store.LongStore;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Sums of decimals that have scales of their own, and variances of exact numbers. Parts are put
 * together, never taken away from each other: the scale of a sum is that of the values in it.
 */
final class FrameDecimals extends FrameSum implements RangeTree.Parts<FrameDecimals.Part> {
  private static final long BLOCK_BYTES = 144;

  /** What some numbers, and their squares if those are wanted, add up to. */
  record Part(long count, BigDecimal sum, BigDecimal squares) {}

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int column;
  private final boolean needsSquares;
  private final ColumnType type;
  private @Nullable RangeTree<Part> tree;

  FrameDecimals(WindowCall call, WindowRows rows) {
    this.rows = rows;
    function = Objects.requireNonNull(call.aggregate());
    column = call.arguments().get(0);
    type = call.type();
    needsSquares =
        switch (function) {
          case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> true;
          default -> false;
        };
  }

  @Override
  void begin() {
    rows.memory().use(BLOCK_BYTES * RangeTree.blockCount(rows.size()));
    tree = new RangeTree<>(this, rows.size());
  }

  @Override
  public @Nullable Part of(int row) {
    ColumnStore values = rows.column(column);
    if (values.isNull(row)) {
      return null;
    }
    BigDecimal value =
        values instanceof LongStore longs
            ? BigDecimal.valueOf(longs.get(row))
            : ((DecimalStore) values).get(row);
    return new Part(1, value, needsSquares ? value.multiply(value) : BigDecimal.ZERO);
  }

  @Override
  public Part merged(Part left, Part right) {
    return new Part(
        left.count + right.count, left.sum.add(right.sum), left.squares.add(right.squares));
  }

  @Override
  void write(FrameRows frame, Vector result, int position) {
    Part part = null;
    for (int range = 0; range < frame.rangeCount(); range++) {
      part = Objects.requireNonNull(tree).add(part, frame.start(range), frame.end(range));
    }
    if (part == null) {
      part = new Part(0, BigDecimal.ZERO, BigDecimal.ZERO);
    }
    ExactResult.write(function, part.sum, part.squares, part.count, type, result, position);
  }
}
