package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Rows of any number, column by column, appended to and read at random. Not thread-safe. */
public final class RowStore {
  private final ColumnStore[] columns;
  private int size;

  /** An empty store for rows of these types. */
  public RowStore(List<ColumnType> types, MemoryAccount memory) {
    columns = types.stream().map(type -> ColumnStore.of(type, memory)).toArray(ColumnStore[]::new);
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** How many columns there are. */
  public int columnCount() {
    return columns.length;
  }

  /** A column. */
  public ColumnStore column(int index) {
    return columns[index];
  }

  /** The bytes that some rows of a batch would take, about. */
  public long growthBytes(Batch batch, int[] rows, int count) {
    long bytes = 0;
    for (int i = 0; i < columns.length; i++) {
      bytes += columns[i].growthBytes(count) + contentBytes(batch.column(i), rows, count);
    }
    return bytes;
  }

  /** The bytes of the values of some rows that a fixed width does not hold. */
  static long contentBytes(Vector vector, int[] rows, int count) {
    if (vector instanceof BytesVector bytes) {
      int[] lengths = bytes.lengths();
      boolean[] nulls = bytes.hasNulls() ? bytes.nulls() : null;
      long sum = 0;
      for (int k = 0; k < count; k++) {
        sum += nulls != null && nulls[rows[k]] ? 0 : lengths[rows[k]];
      }
      return sum;
    }
    return vector instanceof DecimalVector decimals && decimals.hasBigs()
        ? (long) DecimalStore.BIG_BYTES * count
        : 0;
  }

  /** The bytes of the values of some rows in the first columns of a batch, about. */
  public static long valueBytes(Batch batch, int width, int[] rows, int count) {
    long bytes = (long) Long.BYTES * count * width;
    for (int i = 0; i < width; i++) {
      bytes += contentBytes(batch.column(i), rows, count);
    }
    return bytes;
  }

  /** Drops all rows, and keeps the room that they had. */
  public void clear() {
    for (ColumnStore column : columns) {
      column.clear();
    }
    size = 0;
  }

  /** Appends the rows of a batch. */
  public void append(Batch batch) {
    append(batch, batch.rows(), batch.count());
  }

  /** Appends some rows of a batch. */
  public void append(Batch batch, int[] rows, int count) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].append(batch.column(i), rows, count);
    }
    size += count;
  }

  /** Appends some positions of vectors, one a column. */
  public void append(Vector[] vectors, int[] rows, int count) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].append(vectors[i], rows, count);
    }
    size += count;
  }

  /**
   * Fills a batch with rows. Its columns from {@code firstColumn} on are written, from position 0.
   *
   * @param indexes which rows; -1 gives a row of NULLs
   */
  public void gather(int[] indexes, int from, int count, Batch target, int firstColumn) {
    for (int i = 0; i < columns.length; i++) {
      Vector vector = target.column(firstColumn + i);
      vector.reset(count);
      columns[i].gather(indexes, from, Selection.ALL, count, vector);
    }
  }
}
