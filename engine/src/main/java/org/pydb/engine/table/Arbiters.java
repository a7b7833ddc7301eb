package org.pydb.engine.table;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.row.IndexEntry;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.txn.TreeTransaction;

/**
 * The unique keys by which a new row may meet one that is there already, and how that one is found:
 * what {@code INSERT … ON CONFLICT} needs. PostgreSQL's word for such an index.
 *
 * <p>A row that is in the way is locked before it is given, and looked at in the newest committed
 * state, with what the transaction has written: under READ COMMITTED that is the row to be updated,
 * whatever the snapshot shows. At other levels a row that the snapshot does not show, or shows
 * otherwise, is a conflict as it is for an update.
 *
 * <pre>
 *   is the key there? ── no ──▶ lock the key, alone ── is it there now? ── no ──▶ free, and stays so
 *      ▲      │ yes                                          │ yes
 *      │      ▼                                              │
 *      │   lock the row ◀────────────────────────────────────┘
 *      │      │
 *      └─ no ─┴─ has that row the key still? ── yes ──▶ in the way, and stays so
 * </pre>
 *
 * <p>The key is not locked before it is looked for: whoever finds it wants the row, and less than
 * alone, so that rows that refer to it may still come. Who only wants to know whether the key is
 * there locks nothing if it is, unless the answer must still be right when a serializable
 * transaction ends. To share a lock on the key instead would have two of them wait for each other,
 * should the key have gone meanwhile.
 *
 * <p>Not thread-safe.
 */
public final class Arbiters {

  /** Stands for the primary key among the positions of indexes. */
  public static final int PRIMARY_KEY = -1;

  /** Stands in for a hidden row id, which no key looked at here depends on. */
  private static final long ANY_ROW_ID = 1;

  private final Transaction transaction;
  private final TableLayout layout;

  /** How rows are locked that are in the way; null if they are only looked for. */
  private final @Nullable LockMode mode;

  private final boolean byPrimaryKey;
  private final List<IndexEntry> entries;
  private final RowView there;
  private byte[] thereKey = {};

  /**
   * The arbiters of one table.
   *
   * @param keys the positions of unique indexes in the layout, or {@link #PRIMARY_KEY}
   * @param mode how a row that is in the way is locked; null to know only whether there is one
   */
  Arbiters(
      Transaction transaction, TableLayout layout, List<Integer> keys, @Nullable LockMode mode) {
    this.transaction = transaction;
    this.layout = layout;
    boolean mustStay = mode == null && transaction.isolation() == Isolation.SERIALIZABLE;
    this.mode = mustStay ? LockMode.KEY_SHARE : mode;
    byPrimaryKey = keys.contains(PRIMARY_KEY);
    entries =
        keys.stream()
            .filter(key -> key != PRIMARY_KEY)
            .map(key -> new IndexEntry(layout.indexes().get(key)))
            .toList();
    there = new RowView(layout.rows());
  }

  /**
   * Finds a row that is in the way of a new one, and locks it; or locks the keys, so that nobody
   * else comes in the way.
   *
   * @param row has no NULL where there must be none
   * @return valid until the next call, and not to be read if it was not to be locked; null if there
   *     is none
   */
  @Nullable RowView find(RowBuilder row) {
    if (byPrimaryKey) {
      ByteBuilder key = row.key();
      byte[] rowKey = Arrays.copyOf(key.array(), key.length());
      if (isThere(layout.definition().id(), rowKey, true)) {
        return there;
      }
    }
    if (layout.rows().hasRowIds()) {
      row.setRowId(ANY_ROW_ID);
    }
    for (IndexEntry entry : entries) {
      entry.set(row);
      if (entry.isThere() && !entry.hasDistinctNull()) {
        byte[] key = Arrays.copyOf(entry.key().array(), entry.key().length());
        if (isThere(entry.layout().index().treeId(), key, false)) {
          return there;
        }
      }
    }
    return null;
  }

  /** The key of the row that was found last. */
  public byte[] key() {
    return thereKey;
  }

  /**
   * Whether a key is there; then its row is locked and shown.
   *
   * @param isRowKey whether the tree is the table's own, rather than one of its indexes
   */
  private boolean isThere(int tree, byte[] key, boolean isRowKey) {
    byte[] found = find(tree, key);
    boolean isLocked = false;
    while (true) {
      if (found == null) {
        if (isLocked) {
          return false;
        }
        transaction.lockKey(tree, key, key.length, LockMode.UPDATE);
        isLocked = true;
        found = find(tree, key);
      } else if (mode == null) {
        transaction.checkSeen(layout.definition(), isRowKey ? key : found);
        return true;
      } else {
        byte[] rowKey = isRowKey ? key : found;
        transaction.lockKey(layout.definition().id(), rowKey, rowKey.length, mode);
        byte[] again = find(tree, key);
        if (isRowKey ? again != null : Arrays.equals(found, again)) {
          show(rowKey, isRowKey ? again : find(layout.definition().id(), rowKey));
          return true;
        }
        found = again;
      }
    }
  }

  private byte @Nullable [] find(int tree, byte[] key) {
    TreeTransaction trees = transaction.tree();
    return trees.valueInNewest(tree, key, 0, key.length);
  }

  private void show(byte[] rowKey, byte @Nullable [] value) {
    if (value == null) {
      throw new CorruptionException(
          "an index of "
              + layout.definition().qualifiedName()
              + " has an entry without a row; run CHECK DATABASE");
    }
    transaction.checkSeen(layout.definition(), rowKey);
    thereKey = rowKey;
    there.position(rowKey, 0, rowKey.length, value, 0, value.length);
  }
}
