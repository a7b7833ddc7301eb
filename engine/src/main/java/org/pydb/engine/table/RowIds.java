package org.pydb.engine.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pydb.engine.btree.TreeReader;
import org.pydb.engine.node.Node;
import org.pydb.engine.row.RowLayout;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/**
 * Gives hidden ids to rows of tables without a primary key: one more than the highest id that the
 * table has ever had since the database was opened. Thread-safe.
 *
 * <p>The ids of large values come from here as well: the keys of their tree begin with them.
 *
 * <p>Nothing of this is stored. The highest id in the table is known from its last key; ids that
 * rolled-back transactions took are left out.
 */
public final class RowIds {
  private final Map<Integer, AtomicLong> last = new ConcurrentHashMap<>();

  /** No ids given yet. */
  public RowIds() {}

  /**
   * The next id.
   *
   * @param transaction whoever inserts; nobody has written rows to the table since its version
   *     without having taken their ids here
   */
  long next(int tableId, TreeTransaction transaction) {
    AtomicLong counter = last.get(tableId);
    if (counter == null) {
      counter =
          last.computeIfAbsent(
              tableId, id -> new AtomicLong(highest(id, transaction.committedView())));
    }
    return counter.incrementAndGet();
  }

  private static long highest(int tableId, ReadView view) {
    Node leaf = TreeReader.lastLeaf(view.base(tableId), view.source());
    if (leaf == null) {
      return 0;
    }
    byte[] key = leaf.head(leaf.count() - 1);
    return RowLayout.rowId(key, 0, Math.min(key.length, Long.BYTES));
  }
}
