package org.pydb.calcite.exec.window;

import java.util.List;
import java.util.Objects;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Knows what any ranges of rows add up to, without looking at each row. Not thread-safe. */
abstract class FrameSum {

  /** The one that fits an aggregate of one argument. */
  static FrameSum of(WindowCall call, WindowRows rows, List<ColumnType> types) {
    AggregateFunction function = Objects.requireNonNull(call.aggregate());
    ColumnType argument = types.get(call.arguments().get(0));
    return switch (function) {
      case COUNT_ROWS, COUNT -> new FrameCount(call, rows);
      case MIN, BOOL_AND, MAX, BOOL_OR, ANY_VALUE, SINGLE_VALUE -> new FrameExtremum(call, rows);
      case BIT_AND, BIT_OR, BIT_XOR -> new FrameBits(call, rows);
      case SUM, SUM_OR_ZERO, AVG -> {
        if (argument.isDouble()) {
          yield new FrameDoubles(call, rows);
        }
        yield argument.kind() == ColumnKind.NUMERIC
            ? new FrameDecimals(call, rows)
            : new FrameExactSum(call, rows, argument.scale());
      }
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
          argument.isDouble() ? new FrameDoubles(call, rows) : new FrameDecimals(call, rows);
      default -> throw new IllegalArgumentException(function + " takes rows");
    };
  }

  /** Looks at new rows. */
  abstract void begin();

  /** Writes what a frame adds up to. */
  abstract void write(FrameRows frame, Vector result, int position);
}
