package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The right side of a join, or a part of it, in memory: its rows, and for each key the chain of
 * rows that have it. Without keys all rows are one chain. Where only the existence of a match
 * counts there are no rows, but keys alone.
 *
 * <pre>
 *   key --KeyTable--> id --heads--> row --nexts--> row --nexts--> -1
 * </pre>
 */
final class JoinTable implements AutoCloseable {
  private final JoinKind kind;
  private final @Nullable KeyTable keys;
  private final RowStore rows;
  private final boolean keepsRows;
  private final MemoryAccount memory;

  // By key: the first and the last row of its chain. By row: the next one of its chain.
  private int[] heads = {};
  private int[] tails = {};
  private int[] nexts = {};

  private int rowCount;
  private boolean hasNullKey;
  private boolean hasDuplicates;
  private boolean[] matched = {};
  private int[] ids = {};
  private int[] present = {};

  JoinTable(JoinNode node, Workspace workspace) {
    memory = workspace.memory().part();
    kind = node.kind();
    keys = node.leftKeys().isEmpty() ? null : KeyTable.of(node.keyTypes(), false, memory);
    rows = new RowStore(node.rightTypes(), memory);
    keepsRows = node.keepsRightRows();
  }

  /** Another view of a table that is finished. */
  private JoinTable(JoinTable table) {
    memory = table.memory;
    kind = table.kind;
    keys = table.keys == null ? null : table.keys.reader();
    rows = table.rows;
    keepsRows = table.keepsRows;
    heads = table.heads;
    nexts = table.nexts;
    rowCount = table.rowCount;
    hasNullKey = table.hasNullKey;
    hasDuplicates = table.hasDuplicates;
    matched = table.matched;
  }

  /**
   * The same rows for another thread, once all have come: readers look up side by side. They are
   * not closed.
   */
  JoinTable reader() {
    return new JoinTable(this);
  }

  /** Whether no row came, not even one with a NULL key. */
  boolean isEmpty() {
    return rowCount == 0 && !hasNullKey;
  }

  /** Whether a row came whose key is NULL. */
  boolean hasNullKey() {
    return hasNullKey;
  }

  /** Whether no two rows have the same key; never without keys. */
  boolean isUnique() {
    return keys != null && !hasDuplicates;
  }

  RowStore rows() {
    return rows;
  }

  /** The keys by their numbers; null if there are none. */
  @Nullable RowStore keys() {
    return keys == null ? null : keys.keys();
  }

  /** Whether there is memory for the rows of a batch. */
  boolean hasRoom(Batch batch, Vector[] keyVectors) {
    int count = batch.count();
    long bytes = keys == null ? 0 : keys.growthBytes(keyVectors, batch.rows(), count);
    if (keepsRows) {
      bytes += rows.growthBytes(batch, batch.rows(), count) + linkBytes(count);
      bytes += kind.keepsRight() ? rowCount + count : 0;
    }
    return memory.hasRoom(bytes);
  }

  /** The bytes by which chains grow for so many more rows, each with a key of its own. */
  private long linkBytes(int count) {
    if (keys == null) {
      return 0;
    }
    long forKeys = keys.size() + count > heads.length ? Math.max(heads.length, count) : 0;
    long forRows = rowCount + count > nexts.length ? Math.max(nexts.length, count) : 0;
    return Integer.BYTES * (2 * forKeys + forRows);
  }

  /** Adds the rows of a batch, given with their keys. */
  void add(Batch batch, Vector[] keyVectors) {
    if (keys == null) {
      keep(batch, batch.rows(), batch.count());
      return;
    }
    ids = Selection.ensure(ids, batch.count());
    keys.insert(keyVectors, batch.rows(), batch.count(), ids);
    if (kind.keepsRight()) {
      link(batch.count(), keys.size());
      keep(batch, batch.rows(), batch.count());
    } else {
      int count = dropNullKeys(batch);
      if (keepsRows) {
        link(count, keys.size());
      }
      keep(batch, present, count);
    }
  }

  private void keep(Batch batch, int[] from, int count) {
    rowCount += count;
    if (keepsRows) {
      rows.append(batch, from, count);
    }
  }

  /** Keeps the rows whose key has no NULL: they can match, the others cannot. */
  private int dropNullKeys(Batch batch) {
    present = Selection.ensure(present, batch.count());
    int found = 0;
    for (int k = 0; k < batch.count(); k++) {
      if (ids[k] == KeyTable.NONE) {
        hasNullKey = true;
      } else {
        present[found] = batch.rows()[k];
        ids[found++] = ids[k];
      }
    }
    return found;
  }

  /** Appends the next rows to the chains of their keys. */
  private void link(int count, int keyCount) {
    reserve(rowCount + count, keyCount);
    for (int k = 0; k < count; k++) {
      int id = ids[k];
      int row = rowCount + k;
      if (id == KeyTable.NONE) {
        continue;
      }
      if (heads[id] < 0) {
        heads[id] = row;
      } else {
        nexts[tails[id]] = row;
        hasDuplicates = true;
      }
      tails[id] = row;
    }
  }

  private void reserve(int rowsNeeded, int keysNeeded) {
    if (keysNeeded > heads.length) {
      int capacity = Math.max(16, Math.max(keysNeeded, 2 * heads.length));
      memory.use(2L * Integer.BYTES * (capacity - heads.length));
      int had = heads.length;
      heads = Arrays.copyOf(heads, capacity);
      tails = Arrays.copyOf(tails, capacity);
      Arrays.fill(heads, had, capacity, -1);
    }
    if (rowsNeeded > nexts.length) {
      int capacity = Math.max(16, Math.max(rowsNeeded, 2 * nexts.length));
      memory.use((long) Integer.BYTES * (capacity - nexts.length));
      int had = nexts.length;
      nexts = Arrays.copyOf(nexts, capacity);
      Arrays.fill(nexts, had, capacity, -1);
    }
  }

  /** Called when all rows have come. */
  void finish() {
    if (kind.keepsRight()) {
      memory.use(rowCount);
      matched = new boolean[rowCount];
    }
  }

  /** The first right rows that match left rows by their keys, or -1: of row {@code k} to out[k]. */
  void findFirst(Vector[] leftKeys, int[] leftRows, int count, int[] out) {
    if (keys == null) {
      Arrays.fill(out, 0, count, rowCount == 0 ? -1 : 0);
      return;
    }
    keys.find(leftKeys, leftRows, count, out);
    if (!keepsRows) {
      return; // Any number tells that there is a match.
    }
    for (int k = 0; k < count; k++) {
      out[k] = out[k] == KeyTable.NONE ? -1 : heads[out[k]];
    }
  }

  /** The row after a row in its chain, or -1. */
  int next(int row) {
    if (keys == null) {
      return row + 1 < rowCount ? row + 1 : -1;
    }
    return nexts[row];
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    memory.close();
  }

  /** Notes that a right row has met a left row. */
  void markMatched(int row) {
    matched[row] = true;
  }

  /** Whether a right row has met a left row. */
  boolean isMatched(int row) {
    return matched[row];
  }
}
