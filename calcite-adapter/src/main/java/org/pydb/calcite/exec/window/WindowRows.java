package org.pydb.calcite.exec.window;

import java.util.Arrays;
import java.util.List;
import org.pydb.calcite.exec.spill.PagedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Some whole partitions, in order: of their rows the columns that functions look at, and where
 * partitions and groups of peers (rows that are equal in the order) begin and end.
 *
 * <pre>
 *   row             0    1    2    3    4
 *   partition       a    a    a    b    b
 *   order           1    1    2    7    8
 *   partitionStart  0    0    0    3    3
 *   peerStart       0    0    2    3    4
 *   group           0    0    1    2    3
 * </pre>
 */
final class WindowRows {
  private static final long ROW_BYTES = 5L * Integer.BYTES;
  private static final int CAPACITY_MIN = 64;

  private final int[] kept;
  private final int[] storeColumns;
  private final Vector[] vectors;
  private final PagedRows store;
  private final WindowColumn[] columns;
  private final MemoryAccount memory;
  private final List<Integer> partitionColumns;
  private final List<SortKey> orderKeys;

  private int[] partitionStarts = {};
  private int[] partitionEnds = {};
  private int[] peerStarts = {};
  private int[] peerEnds = {};
  private int[] groups = {};

  /** The first row of each group of peers. */
  private int[] groupStarts = {};

  private int groupCount;

  /**
   * No rows yet.
   *
   * @param kept the columns that functions look at, and those by which rows are compared
   */
  WindowRows(
      List<ColumnType> types,
      int[] kept,
      List<Integer> partitionColumns,
      List<SortKey> orderKeys,
      Workspace workspace) {
    this.kept = kept;
    this.partitionColumns = partitionColumns;
    this.orderKeys = orderKeys;
    memory = workspace.memory().part();
    store = new PagedRows(workspace, Arrays.stream(kept).mapToObj(types::get).toList());
    columns = new WindowColumn[kept.length];
    Arrays.setAll(columns, i -> new WindowColumn(store, i, types.get(kept[i])));
    vectors = new Vector[kept.length];
    storeColumns = new int[types.size()];
    Arrays.fill(storeColumns, -1);
    for (int i = 0; i < kept.length; i++) {
      storeColumns[kept[i]] = i;
    }
  }

  int size() {
    return store.size();
  }

  /** A column of those that are kept. */
  WindowColumn column(int column) {
    return columns[storeColumns[column]];
  }

  /** Where what is computed from the rows is counted. */
  MemoryAccount memory() {
    return memory;
  }

  /** Drops all rows. */
  void clear() {
    store.clear();
    groupCount = 0;
  }

  // ------------------------------------------------------------------ filling

  /** Whether the row at {@code k} of a batch is in another partition than the row before it. */
  boolean startsPartition(Batch batch, int k, boolean isFirst) {
    for (int column : partitionColumns) {
      if (isFirst ? differsFromLast(batch, k, column) : differsFromBefore(batch, k, column)) {
        return true;
      }
    }
    return isFirst && size() == 0;
  }

  private boolean startsPeers(Batch batch, int k, boolean isFirst) {
    for (SortKey key : orderKeys) {
      int column = key.column();
      if (isFirst ? differsFromLast(batch, k, column) : differsFromBefore(batch, k, column)) {
        return true;
      }
    }
    return false;
  }

  private boolean differsFromLast(Batch batch, int k, int column) {
    int last = size() - 1;
    if (last < 0) {
      return true;
    }
    Vector vector = batch.column(column);
    int row = batch.rows()[k];
    WindowColumn values = column(column);
    boolean isNull = vector.isNull(row);
    return (isNull || values.isNull(last))
        ? isNull != values.isNull(last)
        : values.compare(vector, row, last) != 0;
  }

  private static boolean differsFromBefore(Batch batch, int k, int column) {
    Vector vector = batch.column(column);
    int row = batch.rows()[k];
    int before = batch.rows()[k - 1];
    boolean isNull = vector.isNull(row);
    return (isNull || vector.isNull(before))
        ? isNull != vector.isNull(before)
        : vector.compare(row, vector, before) != 0;
  }

  /** Appends rows {@code from <= k < to} of a batch. */
  void append(Batch batch, int from, int to) {
    int at = size();
    ensure(at + to - from);
    for (int k = from; k < to; k++) {
      boolean isFirst = k == from;
      boolean startsPartition = startsPartition(batch, k, isFirst);
      int row = at + k - from;
      partitionStarts[row] = startsPartition ? row : partitionStarts[row - 1];
      if (startsPartition || startsPeers(batch, k, isFirst)) {
        groupStarts[groupCount++] = row;
      }
      groups[row] = groupCount - 1;
      peerStarts[row] = groupStarts[groupCount - 1];
    }
    for (int i = 0; i < kept.length; i++) {
      vectors[i] = batch.column(kept[i]);
    }
    store.append(vectors, Arrays.copyOfRange(batch.rows(), from, to), to - from);
  }

  private void ensure(int needed) {
    if (needed > groups.length) {
      int capacity = Math.max(Math.max(needed, CAPACITY_MIN), 2 * groups.length);
      memory.use((ROW_BYTES + Integer.BYTES) * (capacity - groups.length));
      partitionStarts = Arrays.copyOf(partitionStarts, capacity);
      partitionEnds = Arrays.copyOf(partitionEnds, capacity);
      peerStarts = Arrays.copyOf(peerStarts, capacity);
      peerEnds = Arrays.copyOf(peerEnds, capacity);
      groups = Arrays.copyOf(groups, capacity);
      groupStarts = Arrays.copyOf(groupStarts, capacity);
    }
  }

  /** Called when all rows are there. */
  void finish() {
    int partitionEnd = size();
    int peerEnd = size();
    for (int row = size() - 1; row >= 0; row--) {
      partitionEnds[row] = partitionEnd;
      peerEnds[row] = peerEnd;
      partitionEnd = partitionStarts[row] == row ? row : partitionEnd;
      peerEnd = peerStarts[row] == row ? row : peerEnd;
    }
  }

  // ------------------------------------------------------------------ places

  int partitionStart(int row) {
    return partitionStarts[row];
  }

  int partitionEnd(int row) {
    return partitionEnds[row];
  }

  int peerStart(int row) {
    return peerStarts[row];
  }

  int peerEnd(int row) {
    return peerEnds[row];
  }

  /** The number of the row's group of peers. */
  int group(int row) {
    return groups[row];
  }

  /** The first row of a group of peers. */
  int groupStart(int group) {
    return groupStarts[group];
  }
}
