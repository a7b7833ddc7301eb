package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.ColumnStore;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Finds where the key changes among rows that come in its order: a run is what has one key. NULLs
 * are one key. Remembers the last row's key from batch to batch. Not thread-safe.
 */
final class KeyRuns {
  private final int[] columns;
  private final Vector[] vectors;

  /** The key of the last row, copied: a batch's bytes may be gone when the next one is there. */
  private final RowStore last;

  private final int[] lastRow = new int[1];
  private int[] starts = {};

  /**
   * Runs of rows with columns of these types.
   *
   * @param columns those of the key
   * @param memory for one key
   */
  KeyRuns(List<ColumnType> types, List<Integer> columns, MemoryAccount memory) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    vectors = new Vector[this.columns.length];
    last = new RowStore(columns.stream().map(types::get).toList(), memory);
  }

  /** The next row begins a run, whatever its key. */
  void forget() {
    last.clear();
  }

  /** Finds the runs that begin in a batch; gives their number. */
  int find(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    starts = Selection.ensure(starts, count);
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = batch.column(columns[i]);
    }
    int found = 0;
    if (last.size() == 0 || !isLast(rows[0])) {
      starts[found++] = 0;
    }
    LongVector longs = onlyLongs();
    found = longs == null ? findAny(rows, count, found) : findLongs(longs, rows, count, found);
    remember(rows[count - 1]);
    return found;
  }

  /** The only column of the key, if it has longs and no NULLs. */
  private @Nullable LongVector onlyLongs() {
    return vectors.length == 1 && vectors[0] instanceof LongVector longs && !longs.hasNulls()
        ? longs
        : null;
  }

  private int findLongs(LongVector key, int[] rows, int count, int before) {
    long[] values = key.values();
    int[] to = starts;
    int found = before;
    long value = values[rows[0]];
    for (int k = 1; k < count; k++) {
      long next = values[rows[k]];
      to[found] = k;
      found += next == value ? 0 : 1;
      value = next;
    }
    return found;
  }

  private int findAny(int[] rows, int count, int before) {
    int found = before;
    for (int k = 1; k < count; k++) {
      if (!isEqual(rows[k - 1], rows[k])) {
        starts[found++] = k;
      }
    }
    return found;
  }

  private boolean isEqual(int row, int other) {
    for (Vector vector : vectors) {
      boolean isNull = vector.isNull(row);
      if (isNull != vector.isNull(other) || (!isNull && vector.compare(row, vector, other) != 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean isLast(int row) {
    for (int i = 0; i < vectors.length; i++) {
      boolean isNull = vectors[i].isNull(row);
      ColumnStore column = last.column(i);
      if (isNull != column.isNull(0) || (!isNull && column.compare(vectors[i], row, 0) != 0)) {
        return false;
      }
    }
    return true;
  }

  private void remember(int row) {
    lastRow[0] = row;
    last.clear();
    last.append(vectors, lastRow, 1);
  }

  /** At which selected row of the batch each run begins. */
  int[] starts() {
    return starts;
  }

  /** The key's columns in the batch. */
  Vector[] key() {
    return vectors;
  }
}
