package org.pydb.calcite.exec.window;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/** The first, the last or the n-th value of the frame; NULL if the frame has none. */
final class FrameValueEvaluator extends WindowEvaluator {
  private static final int NONE = -1;

  private final WindowCall call;
  private final WindowRows rows;
  private final FrameRows frame;
  private final @Nullable PresentValues present;
  private final int[] sources = new int[Batch.ROWS_MAX];

  FrameValueEvaluator(WindowCall call, WindowRows rows) {
    this.call = call;
    this.rows = rows;
    frame = new FrameRows(rows, call.frame());
    present = call.ignoreNulls() ? new PresentValues(rows, call.arguments().get(0)) : null;
  }

  @Override
  void begin() {
    frame.clear();
    if (present != null) {
      present.begin();
    }
  }

  @Override
  void compute(int from, int count, Vector result) {
    for (int i = 0; i < count; i++) {
      sources[i] = source(from + i);
    }
    rows.column(call.arguments().get(0)).gather(sources, 0, Selection.ALL, count, result);
  }

  private int source(int row) {
    frame.find(row);
    return switch (call.function()) {
      case FIRST_VALUE -> fromStart(0);
      case LAST_VALUE -> fromStart(size() - 1L);
      default -> nth(row);
    };
  }

  private int nth(int row) {
    WindowColumn numbers = rows.column(call.arguments().get(1));
    if (numbers.isNull(row)) {
      return NONE;
    }
    long n = numbers.getLong(row);
    if (n <= 0) {
      throw new SqlError("22016", "argument of nth_value must be greater than zero");
    }
    return fromStart(n - 1);
  }

  private int size() {
    if (present == null) {
      return frame.size();
    }
    int size = 0;
    for (int range = 0; range < frame.rangeCount(); range++) {
      size += present.count(frame.start(range), frame.end(range));
    }
    return size;
  }

  /** The n-th row of the frame, from 0. */
  private int fromStart(long n) {
    long left = n;
    for (int range = 0; range < frame.rangeCount() && left >= 0; range++) {
      int start = frame.start(range);
      int end = frame.end(range);
      int size = present == null ? end - start : present.count(start, end);
      if (left < size) {
        return present == null ? (int) (start + left) : present.nth(start, left);
      }
      left -= size;
    }
    return NONE;
  }
}
