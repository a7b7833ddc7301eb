package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A hash table that numbers keys of one or several columns: 0, 1, 2 … in the order of their coming.
 * Not thread-safe.
 *
 * <p>Whoever groups keeps its sums by number; whoever joins keeps the rows by number. Works on
 * whole batches: hashes first, column by column, then slots, then comparisons.
 */
public abstract sealed class KeyTable permits LongKeyTable, AnyKeyTable {

  /** The number that stands for no key. */
  public static final int NONE = -1;

  private final RowStore keys;
  private final boolean nullsEqual;
  private int[] present = {};

  KeyTable(List<ColumnType> types, boolean nullsEqual, MemoryAccount memory) {
    keys = new RowStore(types, memory);
    this.nullsEqual = nullsEqual;
  }

  /** Another reader of a table to which nothing is added any more. */
  KeyTable(KeyTable table) {
    keys = table.keys;
    nullsEqual = table.nullsEqual;
  }

  /**
   * The same keys with scratch of its own, for another thread: readers look up side by side, as
   * long as nothing is inserted.
   */
  public abstract KeyTable reader();

  /**
   * An empty table.
   *
   * @param types of the key's columns, at least one; NUMERIC also takes decimals of a common scale
   * @param nullsEqual whether NULL is a key like any other, equal to itself; otherwise a key with a
   *     NULL is never inserted nor found
   */
  public static KeyTable of(List<ColumnType> types, boolean nullsEqual, MemoryAccount memory) {
    return types.size() == 1 && isLong(types.get(0))
        ? new LongKeyTable(types, nullsEqual, memory)
        : new AnyKeyTable(types, nullsEqual, memory);
  }

  private static boolean isLong(ColumnType type) {
    return type.isLong() && type.kind() != ColumnKind.DECIMAL;
  }

  /** The bytes that so many new keys of some rows would take, about. */
  public final long growthBytes(Vector[] vectors, int[] rows, int count) {
    long bytes = slotBytes(count);
    for (int i = 0; i < vectors.length; i++) {
      bytes += keys.column(i).growthBytes(count) + RowStore.contentBytes(vectors[i], rows, count);
    }
    return bytes;
  }

  /** The bytes by which slots grow for so many more keys. */
  abstract long slotBytes(int more);

  /** How many keys there are. */
  public final int size() {
    return keys.size();
  }

  /** The keys by their numbers. */
  public final RowStore keys() {
    return keys;
  }

  /**
   * Numbers the keys of some rows; new keys get new numbers.
   *
   * @param vectors the key's columns
   * @param ids where the numbers go: that of row {@code rows[k]} to {@code ids[k]}; {@link #NONE}
   *     for a key with a NULL, unless NULLs are equal
   */
  public final void insert(Vector[] vectors, int[] rows, int count, int[] ids) {
    resolve(vectors, rows, count, ids, true);
  }

  /** Finds the numbers of keys, as {@link #insert} does; {@link #NONE} for those not there. */
  public final void find(Vector[] vectors, int[] rows, int count, int[] ids) {
    resolve(vectors, rows, count, ids, false);
  }

  private void resolve(Vector[] vectors, int[] rows, int count, int[] ids, boolean insert) {
    if (nullsEqual || !hasNulls(vectors)) {
      lookUp(vectors, rows, count, ids, insert);
      return;
    }
    present = Selection.ensure(present, count);
    int found = 0;
    for (int k = 0; k < count; k++) {
      present[found] = rows[k];
      found += isAnyNull(vectors, rows[k]) ? 0 : 1;
    }
    lookUp(vectors, present, found, ids, insert);
    spread(rows, count, ids, found);
  }

  /** Moves the numbers of the rows without NULL to their places; back to front, so in place. */
  private void spread(int[] rows, int count, int[] ids, int found) {
    int from = found - 1;
    for (int k = count - 1; k >= 0; k--) {
      boolean isPresent = from >= 0 && present[from] == rows[k];
      ids[k] = isPresent ? ids[from--] : NONE;
    }
  }

  private static boolean hasNulls(Vector[] vectors) {
    for (Vector vector : vectors) {
      if (vector.hasNulls()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnyNull(Vector[] vectors, int row) {
    for (Vector vector : vectors) {
      if (vector.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  /** {@link #insert} or {@link #find} of rows whose NULLs count as values. */
  abstract void lookUp(Vector[] vectors, int[] rows, int count, int[] ids, boolean insert);
}
