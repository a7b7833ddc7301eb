package org.pydb.calcite.exec.window;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/** LAG and LEAD: the value of a row of the partition so many rows away, or a default. */
final class ShiftEvaluator extends WindowEvaluator {
  private static final int NONE = -1;
  private static final int DEFAULT = -2;

  private final WindowRows rows;
  private final List<Integer> arguments;
  private final boolean isBackward;
  private final @Nullable PresentValues present;
  private final int[] sources = new int[Batch.ROWS_MAX];
  private final int[] positions = new int[Batch.ROWS_MAX];
  private final int[] defaults = new int[Batch.ROWS_MAX];

  ShiftEvaluator(WindowCall call, WindowRows rows) {
    this.rows = rows;
    arguments = call.arguments();
    isBackward = call.function() == WindowFunction.LAG;
    present = call.ignoreNulls() ? new PresentValues(rows, arguments.get(0)) : null;
  }

  @Override
  void begin() {
    if (present != null) {
      present.begin();
    }
  }

  @Override
  void compute(int from, int count, Vector result) {
    int found = 0;
    int missing = 0;
    for (int i = 0; i < count; i++) {
      int source = source(from + i);
      if (source == DEFAULT && arguments.size() > 2) {
        // Filled from the front and the back: each row is in one of both.
        missing++;
        positions[count - missing] = i;
        defaults[count - missing] = from + i;
      } else {
        positions[found] = i;
        sources[found++] = Math.max(source, NONE);
      }
    }
    rows.column(arguments.get(0)).gather(sources, 0, positions, found, result);
    if (missing > 0) {
      System.arraycopy(positions, count - missing, positions, 0, missing);
      rows.column(arguments.get(2)).gather(defaults, count - missing, positions, missing, result);
    }
  }

  private int source(int row) {
    long offset = 1;
    if (arguments.size() > 1) {
      WindowColumn offsets = rows.column(arguments.get(1));
      if (offsets.isNull(row)) {
        return NONE;
      }
      offset = offsets.getLong(row);
    }
    long distance = isBackward ? -offset : offset;
    return present == null ? plain(row, distance) : presentOne(present, row, distance);
  }

  private int plain(int row, long distance) {
    long target = row + distance;
    return target < rows.partitionStart(row) || target >= rows.partitionEnd(row)
        ? DEFAULT
        : (int) target;
  }

  /** The n-th row with a value, before the row or after it. */
  private int presentOne(PresentValues values, int row, long distance) {
    if (distance == 0) {
      return row;
    }
    if (distance < 0) {
      int before = values.count(rows.partitionStart(row), row);
      return -distance > before ? DEFAULT : values.nth(row, distance);
    }
    int after = values.count(row + 1, rows.partitionEnd(row));
    return distance > after ? DEFAULT : values.nth(row + 1, distance - 1);
  }
}
