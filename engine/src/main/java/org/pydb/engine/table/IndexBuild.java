package org.pydb.engine.table;

import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.row.IndexEntry;
import org.pydb.engine.row.IndexEntryView;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.sort.EntrySort;
import org.pydb.engine.sort.SortedEntries;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.txn.WriteSet;

/**
 * Fills a new index with the entries of the rows that its table has.
 *
 * <p>The entries are sorted first. So each goes behind the one before, where a tree begins a new
 * leaf when the last one is full, and builds the levels above in the same way: full pages, written
 * once, without a search. And equal keys of a unique index come one after the other.
 *
 * <p>All of it goes to the write set: nobody sees anything of an index that fails half-way.
 */
final class IndexBuild {

  /** The part of the pool's size that sorting may take. */
  private static final int POOL_SHARE = 16;

  private static final long MEMORY_MIN = 1L << 12;
  private static final long MEMORY_MAX = 1L << 26;

  /** Entries between two looks whether the statement was cancelled. */
  private static final int CHECK_EVERY = 4096;

  private final Transaction transaction;
  private final SpillSpace spillSpace;
  private final TableDefinition table;
  private final TableLayout layout;
  private final IndexLayout index;

  /**
   * The filling of an index.
   *
   * @param table with the index
   */
  IndexBuild(
      Transaction transaction,
      SpillSpace spillSpace,
      TableDefinition table,
      IndexDefinition index) {
    this.transaction = transaction;
    this.spillSpace = spillSpace;
    this.table = table;
    layout = TableLayout.of(table);
    this.index = layout.index(index);
  }

  /**
   * Fills it.
   *
   * @throws ConstraintException if the index is unique and two rows are equal in it
   * @throws org.pydb.engine.error.StatementCanceledException if it was cancelled
   */
  void run() {
    long share = transaction.tree().poolBytes() / POOL_SHARE;
    long memory = Math.max(MEMORY_MIN, Math.min(MEMORY_MAX, share));
    try (EntrySort sort = new EntrySort(spillSpace, memory, transaction::checkCanceled)) {
      gather(sort);
      fill(sort.sorted());
    }
  }

  private void gather(EntrySort sort) {
    IndexEntry entry = new IndexEntry(index);
    TableCursor rows = new TableCursor(layout, transaction.view());
    rows.open(transaction.view(), KeyRange.ALL, false);
    for (long i = 1; rows.next(); i++) {
      checkNotLarge(rows.row());
      entry.set(rows.row());
      if (entry.isThere()) {
        ByteBuilder key = entry.key();
        ByteBuilder value = entry.value();
        sort.add(key.array(), 0, key.length(), value.array(), 0, value.length());
      }
      checkCanceled(i);
    }
  }

  /** Entries hold whole values. */
  private void checkNotLarge(RowView row) {
    for (int column = 0; column < row.layout().columnCount(); column++) {
      if (row.isLarge(column) && index.index().uses(column)) {
        LargeReference value = LargeReference.get(row.array(column), row.start(column));
        throw new LimitException(
            "index "
                + index.index().name()
                + " cannot be made: a value of column "
                + layout.definition().columns().get(column).name()
                + " has "
                + value.length()
                + " bytes, where an index takes at most "
                + LargeReference.IN_ROW_MAX);
      }
    }
  }

  private void fill(SortedEntries entries) {
    WriteSet writes = transaction.writes();
    int tree = index.index().treeId();
    ByteBuilder last = new ByteBuilder(64);
    IndexEntryView entry = new IndexEntryView(index);
    for (long i = 1; entries.next(); i++) {
      byte[] bytes = entries.bytes();
      int from = entries.keyFrom();
      int to = entries.keyTo();
      if (index.index().unique()) {
        // Keys with a NULL end with the key of their row, so that no two are equal.
        if (i > 1 && Bytes.compare(last.array(), 0, last.length(), bytes, from, to) == 0) {
          throw duplicate(last);
        }
        last.clear();
        last.put(bytes, from, to - from);
      } else if (index.index().isDeferrable()) {
        entry.position(bytes, from, to, bytes, to, to + entries.valueLength());
        int end = entry.rowKeyFrom();
        if (i > 1
            && !entry.hasDistinctNull()
            && Bytes.compare(last.array(), 0, last.length(), bytes, from, end) == 0) {
          throw duplicate(last);
        }
        last.clear();
        last.put(bytes, from, end - from);
      }
      writes.put(tree, false, bytes, from, to, bytes, to, entries.valueLength());
      checkCanceled(i);
    }
  }

  private void checkCanceled(long count) {
    if (count % CHECK_EVERY == 0) {
      transaction.checkCanceled();
    }
  }

  private ConstraintException duplicate(ByteBuilder key) {
    return new ConstraintException(
        ConstraintException.Kind.UNIQUE,
        index.index().name(),
        table.name(),
        "could not create unique index \""
            + index.index().name()
            + "\" on table \""
            + table.name()
            + "\": key "
            + ForeignKeyCheck.names(table, index.index().keyColumns())
            + "="
            + KeyPrinter.print(index.format(), key.array(), 0, key.length())
            + " is there more than once");
  }
}
