package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows that runs of the right side of a {@link CorrelateNode} gave, by the values for which
 * they ran: a run is a stretch of rows. Once there are too many of them all are dropped, and it
 * begins anew.
 *
 * <p>Values that are equal but can be told apart, such as 1.5 and 1.50, must not share a run: if
 * there is a column of such, each row has a run of its own.
 */
final class InnerRuns {

  /** Rows, and values, beyond which all is dropped, if memory has not run out before. */
  private static final int ROWS_MAX = 1 << 16;

  /** The memory that there should be for what comes next. */
  private static final long ROOM = 1 << 15;

  private static final int UNKNOWN = -1;

  private final CorrelateNode node;
  private final MemoryAccount memory;
  private final boolean isShared;
  private RowStore rows;
  private @Nullable KeyTable keys;

  // By number of a key: where its run begins and ends; UNKNOWN if it did not run to its end.
  private int[] starts = {};
  private int[] ends = {};

  private int[] ids = {};
  private final Vector[] keyColumns;

  InnerRuns(CorrelateNode node, MemoryAccount memory) {
    this.node = node;
    this.memory = memory;
    keyColumns = new Vector[node.used().size()];
    isShared = node.used().stream().map(node.leftTypes()::get).allMatch(InnerRuns::isExact);
    rows = newRows();
    keys = newKeys();
  }

  /** Whether values that are equal are the same. */
  private static boolean isExact(ColumnType type) {
    return switch (type.kind()) {
      case NUMERIC, FLOAT32, FLOAT64, INTERVAL, ARRAY, JSONB -> false;
      default -> true;
    };
  }

  private RowStore newRows() {
    return new RowStore(node.rightTypes(), memory);
  }

  private @Nullable KeyTable newKeys() {
    List<Integer> used = node.used();
    return !isShared || used.isEmpty()
        ? null
        : KeyTable.of(used.stream().map(node.leftTypes()::get).toList(), true, memory);
  }

  /** Drops everything if it has become too much: numbers and places are void then. */
  boolean trim() {
    int keyCount = keys == null ? 0 : keys.size();
    boolean isSmall = rows.size() <= ROWS_MAX && keyCount <= ROWS_MAX;
    if (keyCount + rows.size() == 0 || (isSmall && !isCrowded())) {
      return false;
    }
    memory.close();
    starts = new int[0];
    ends = new int[0];
    rows = newRows();
    keys = newKeys();
    return true;
  }

  /** Whether memory is running out. */
  boolean isCrowded() {
    return !memory.hasRoom(ROOM);
  }

  /** Numbers the rows of a left batch: those with the same values have the same number. */
  int[] resolve(Batch left) {
    ids = Selection.ensure(ids, left.count());
    KeyTable table = keys;
    if (table == null) {
      Arrays.fill(ids, 0, left.count(), 0);
      ensure(1);
      return ids;
    }
    for (int i = 0; i < keyColumns.length; i++) {
      keyColumns[i] = left.column(node.used().get(i));
    }
    table.insert(keyColumns, left.rows(), left.count(), ids);
    ensure(table.size());
    return ids;
  }

  private void ensure(int keyCount) {
    int known = starts.length;
    if (keyCount > known) {
      int capacity = Math.max(keyCount, 2 * known);
      memory.use(2L * Integer.BYTES * (capacity - known));
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      Arrays.fill(ends, known, capacity, UNKNOWN);
    }
  }

  /** Whether the rows for a key are here, all of them. */
  boolean isKnown(int id) {
    return ends[id] != UNKNOWN;
  }

  /** The first row for a key. */
  int start(int id) {
    return starts[id];
  }

  /** The row behind the last one for a key. */
  int end(int id) {
    return ends[id];
  }

  /** Notes that the rows from a place on are those for a key, all of them. */
  void finish(int id, int start) {
    if (isShared) {
      starts[id] = start;
      ends[id] = rows.size();
    }
  }

  /** All rows of all runs. */
  RowStore rows() {
    return rows;
  }
}
