package org.pydb.engine.catalog;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.WriteSet;

/**
 * What is known about the contents of tables, as entries of a tree: written by transactions like
 * all else, and gone with its table. What an entry says is the matter of whoever plans by it; a
 * database without this tree, or without an entry for a table, is as whole as any.
 *
 * <pre>
 * key             value
 * table id (4)    bytes that the layers above write and read
 * </pre>
 */
public final class StatisticsTree {

  /** The id of the tree. */
  public static final int TREE_ID = 2;

  private StatisticsTree() {}

  /** What is known about a table, or null if nothing is. */
  public static byte @Nullable [] read(ReadView view, int tableId) {
    byte[] key = key(tableId);
    EntryPointer found = new EntryPointer();
    return view.get(TREE_ID, key, 0, key.length, found) ? found.value(view.file()) : null;
  }

  /** Sets what is known about a table. */
  public static void put(WriteSet writes, int tableId, byte[] value) {
    byte[] key = key(tableId);
    writes.put(TREE_ID, true, key, 0, key.length, value, 0, value.length);
  }

  /** Forgets a table. */
  public static void remove(WriteSet writes, int tableId) {
    byte[] key = key(tableId);
    writes.delete(TREE_ID, false, key, 0, key.length);
  }

  private static byte[] key(int tableId) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, tableId);
    return key;
  }
}
