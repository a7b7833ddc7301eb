package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Vector;

/** The order of rows by some of their columns. Immutable. */
public final class RowOrder {
  private final SortKey[] keys;

  /** An order by these keys, the first counting most. */
  public RowOrder(List<SortKey> keys) {
    this.keys = keys.toArray(SortKey[]::new);
  }

  /** How many keys there are. */
  int keyCount() {
    return keys.length;
  }

  /** A key. */
  SortKey key(int index) {
    return keys[index];
  }

  /** The order of two rows of a store, by the keys from {@code firstKey} on. */
  int compare(RowStore rows, int row, int other, int firstKey) {
    for (int i = firstKey; i < keys.length; i++) {
      SortKey key = keys[i];
      ColumnStore column = rows.column(key.column());
      boolean isNull = column.isNull(row);
      boolean otherNull = column.isNull(other);
      int order =
          (isNull || otherNull)
              ? nullOrder(key, isNull, otherNull)
              : directed(key, column.compare(row, other));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The order of a row of some vectors and a row of a store. */
  int compare(Vector[] vectors, int row, RowStore rows, int other) {
    for (SortKey key : keys) {
      Vector vector = vectors[key.column()];
      ColumnStore column = rows.column(key.column());
      boolean isNull = vector.isNull(row);
      boolean otherNull = column.isNull(other);
      int order =
          (isNull || otherNull)
              ? nullOrder(key, isNull, otherNull)
              : directed(key, column.compare(vector, row, other));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The order of two rows of vectors. */
  public int compare(Vector[] vectors, int row, Vector[] others, int other) {
    for (SortKey key : keys) {
      Vector vector = vectors[key.column()];
      Vector otherVector = others[key.column()];
      boolean isNull = vector.isNull(row);
      boolean otherNull = otherVector.isNull(other);
      int order =
          (isNull || otherNull)
              ? nullOrder(key, isNull, otherNull)
              : directed(key, vector.compare(row, otherVector, other));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int directed(SortKey key, int order) {
    // Not a negation: the least int has none.
    return key.descending() ? Integer.compare(0, order) : order;
  }

  private static int nullOrder(SortKey key, boolean isNull, boolean otherNull) {
    if (isNull == otherNull) {
      return 0;
    }
    return isNull == key.nullsFirst() ? -1 : 1;
  }
}
