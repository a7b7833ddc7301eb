package org.pydb.calcite.exec.operator;

import java.util.List;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/** The columns by which a side of a merge join is ordered, of the batch whose turn it is. */
final class MergeKeys {
  private final int[] columns;
  private final Vector[] vectors;

  MergeKeys(List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    vectors = new Vector[this.columns.length];
  }

  /** Goes on to another batch. */
  void read(Batch batch) {
    for (int i = 0; i < columns.length; i++) {
      vectors[i] = batch.column(columns[i]);
    }
  }

  /** Whether a key has a NULL, so that it equals nothing. */
  boolean hasNull(int row) {
    for (Vector vector : vectors) {
      if (vector.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  /** Appends the key of a row to a store that holds nothing else. */
  void copyTo(RowStore store, int row) {
    store.append(vectors, new int[] {row}, 1);
  }

  /** The order of two keys without NULLs, as an index has it. */
  int compare(int row, MergeKeys others, int other) {
    for (int i = 0; i < vectors.length; i++) {
      int order = vectors[i].compare(row, others.vectors[i], other);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Whether a row has the same key as one that has no NULL. */
  boolean isEqual(int row, MergeKeys others, int other) {
    return !hasNull(row) && compare(row, others, other) == 0;
  }
}
