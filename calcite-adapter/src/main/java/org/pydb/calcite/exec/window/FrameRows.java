package org.pydb.calcite.exec.window;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.window.WindowFrame.Bound;
import org.pydb.calcite.exec.window.WindowFrame.Mode;

/**
 * The frame of one row after the other, as ranges of rows: one, or up to three if something is
 * excluded from its middle. Not thread-safe.
 */
final class FrameRows {
  private static final int RANGES_MAX = 3;

  private final WindowRows rows;
  private final WindowFrame frame;
  private final int[] starts = new int[RANGES_MAX];
  private final int[] ends = new int[RANGES_MAX];
  private int rangeCount;

  // The rows of the last partition whose key is not NULL; for RANGE with offsets.
  private int keyedPartition = -1;
  private int keyedStart;
  private int keyedEnd;

  FrameRows(WindowRows rows, WindowFrame frame) {
    this.rows = rows;
    this.frame = frame;
  }

  /** Forgets what it knows of partitions that are gone. */
  void clear() {
    keyedPartition = -1;
  }

  int rangeCount() {
    return rangeCount;
  }

  int start(int range) {
    return starts[range];
  }

  /** One more than the last row. */
  int end(int range) {
    return ends[range];
  }

  /** How many rows the frame has. */
  int size() {
    int size = 0;
    for (int range = 0; range < rangeCount; range++) {
      size += ends[range] - starts[range];
    }
    return size;
  }

  /** Finds the frame of a row. */
  void find(int row) {
    int first = rows.partitionStart(row);
    int last = rows.partitionEnd(row);
    int start = Math.max(first, Math.min(last, start(row, first, last)));
    int end = Math.max(first, Math.min(last, frameEnd(row, first, last)));
    rangeCount = 0;
    switch (frame.exclusion()) {
      case NOTHING -> add(start, end);
      case CURRENT_ROW -> without(start, end, row, row + 1);
      case GROUP -> without(start, end, rows.peerStart(row), rows.peerEnd(row));
      case TIES -> {
        add(start, Math.min(end, rows.peerStart(row)));
        add(Math.max(start, row), Math.min(end, row + 1));
        add(Math.max(start, rows.peerEnd(row)), end);
      }
    }
  }

  private void without(int start, int end, int from, int to) {
    add(start, Math.min(end, from));
    add(Math.max(start, to), end);
  }

  private void add(int start, int end) {
    if (start < end) {
      starts[rangeCount] = start;
      ends[rangeCount++] = end;
    }
  }

  // ------------------------------------------------------------------ the ends

  private int start(int row, int first, int last) {
    Bound bound = frame.lower();
    return switch (bound.place()) {
      case UNBOUNDED_PRECEDING -> first;
      case CURRENT -> frame.mode() == Mode.ROWS ? row : rows.peerStart(row);
      case UNBOUNDED_FOLLOWING -> last;
      case PRECEDING, FOLLOWING ->
          switch (frame.mode()) {
            case ROWS -> clamped(row + distance(bound, row, "starting"), first, last);
            case GROUPS -> groupStart(row, distance(bound, row, "starting"), first, last);
            case RANGE -> rangeEnd(row, bound.column(), first, last, true);
          };
    };
  }

  private int frameEnd(int row, int first, int last) {
    Bound bound = frame.upper();
    return switch (bound.place()) {
      case UNBOUNDED_PRECEDING -> first;
      case CURRENT -> frame.mode() == Mode.ROWS ? row + 1 : rows.peerEnd(row);
      case UNBOUNDED_FOLLOWING -> last;
      case PRECEDING, FOLLOWING ->
          switch (frame.mode()) {
            case ROWS -> clamped(row + 1 + distance(bound, row, "ending"), first, last);
            case GROUPS -> groupStart(row, distance(bound, row, "ending") + 1, first, last);
            case RANGE -> rangeEnd(row, bound.column(), first, last, false);
          };
    };
  }

  private static int clamped(long row, int first, int last) {
    return (int) Math.max(first, Math.min(last, row));
  }

  /** How far an end is from the row, in rows or groups: negative if it comes before. */
  private long distance(Bound bound, int row, String which) {
    WindowColumn distances = rows.column(bound.column());
    if (distances.isNull(row)) {
      throw new SqlError("22004", "frame " + which + " offset must not be null");
    }
    long distance = distances.getLong(row);
    if (distance < 0) {
      throw new SqlError("22013", "frame " + which + " offset must not be negative");
    }
    long most = Math.min(distance, Integer.MAX_VALUE);
    return bound.place() == WindowFrame.Place.PRECEDING ? -most : most;
  }

  /** Where the group begins that is so many groups away. */
  private int groupStart(int row, long distance, int first, int last) {
    long group = rows.group(row) + distance;
    if (group <= rows.group(first)) {
      return first;
    }
    return group > rows.group(last - 1) ? last : rows.groupStart((int) group);
  }

  /**
   * The first row whose key is not before the end's value; or for the other end, the first one
   * whose key is beyond it. The frame of a row whose key is NULL has the rows with NULL.
   */
  private int rangeEnd(int row, int valueColumn, int first, int last, boolean isStart) {
    WindowColumn keys = rows.column(frame.key());
    if (keys.isNull(row)) {
      return isStart ? rows.peerStart(row) : rows.peerEnd(row);
    }
    WindowColumn values = rows.column(valueColumn);
    if (values.isNull(row)) {
      throw new SqlError(
          "22004", "frame " + (isStart ? "starting" : "ending") + " offset must not be null");
    }
    findKeyed(keys, first, last);
    int low = keyedStart;
    int high = keyedEnd;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(keys, middle, values, row);
      int directed = frame.isDescending() ? -order : order;
      if (isStart ? directed >= 0 : directed > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static int compare(WindowColumn keys, int row, WindowColumn values, int other) {
    if (keys.isLong()) {
      return Long.compare(keys.getLong(row), values.getLong(other));
    }
    if (keys.isDouble()) {
      return DoubleVector.compare(keys.getDouble(row), values.getDouble(other));
    }
    return keys.getDecimal(row).compareTo(values.getDecimal(other));
  }

  /** Finds the rows of the partition whose key is not NULL: NULLs stand at one of its ends. */
  private void findKeyed(WindowColumn keys, int first, int last) {
    if (keyedPartition == first) {
      return;
    }
    keyedPartition = first;
    keyedStart = first;
    keyedEnd = last;
    while (keyedStart < last && keys.isNull(keyedStart)) {
      keyedStart++;
    }
    while (keyedEnd > keyedStart && keys.isNull(keyedEnd - 1)) {
      keyedEnd--;
    }
  }
}
