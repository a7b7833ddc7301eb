package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.row.IndexEntry;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.table.ForeignKeyVerifier;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.View;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/** Puts the rows of one table, as they were stored, into the new store, and makes its indexes. */
final class TableLoad implements AutoCloseable {

  /** A commit takes about so many bytes. */
  private static final long COMMIT_BYTES = 4L << 20;

  private static final int FINDINGS_MAX = 20;

  private final TreeStore store;
  private final TableLayout layout;
  private final IndexEntry[] entries;
  private final RowView row;
  private final EntryPointer found = new EntryPointer();
  private final SalvagedValues largeValues;
  private final List<String> findings = new ArrayList<>();
  private TreeTransaction transaction;
  private long pendingBytes;
  private long rows;
  private long omitted;

  TableLoad(TreeStore store, TableLayout layout) {
    this.store = store;
    this.layout = layout;
    entries = layout.indexes().stream().map(IndexEntry::new).toArray(IndexEntry[]::new);
    row = new RowView(layout.rows());
    largeValues = new SalvagedValues(layout);
    transaction = store.begin(false);
  }

  /** Adds a chunk of a large value, before the rows. */
  void addChunk(byte[] key, byte[] value) {
    int tree = layout.definition().largeValues();
    if (transaction.find(tree, key, 0, key.length, found)) {
      return; // A newer copy was there before, which holds the same.
    }
    put(tree, true, new ByteBuilder(key.length).put(key), new ByteBuilder(16).put(value));
    if (pendingBytes > COMMIT_BYTES) {
      flush();
    }
  }

  /** Adds a row. */
  void add(byte[] key, byte[] stored) {
    byte[] value = stored;
    try {
      row.position(key, 0, key.length, value, 0, value.length);
      if (largeValues.isIncomplete(row, transaction)) {
        value = largeValues.without(row);
        if (value == null) {
          find("The row with key " + print(key) + " is left out: its large value is lost.");
          return;
        }
        find("A large value of the row with key " + print(key) + " is lost: it is NULL now.");
        row.position(key, 0, key.length, value, 0, value.length);
      }
      for (IndexEntry entry : entries) {
        entry.set(row);
      }
    } catch (CorruptionException | IndexOutOfBoundsException | IllegalArgumentException e) {
      find("The row with key " + print(key) + " makes no sense, and is left out: " + e);
      return;
    }
    int tree = layout.definition().id();
    if (transaction.find(tree, key, 0, key.length, found)) {
      return; // A newer copy of the row was there before.
    }
    for (IndexEntry entry : entries) {
      if (isTaken(entry)) {
        find(
            "The row with key "
                + print(key)
                + " is left out: index "
                + entry.layout().index().name()
                + " is unique and has its columns already.");
        return;
      }
    }
    put(tree, true, new ByteBuilder(key.length).put(key), new ByteBuilder(16).put(value));
    for (IndexEntry entry : entries) {
      if (entry.isThere()) {
        put(entry.layout().index().treeId(), isUnique(entry), entry.key(), entry.value());
      }
    }
    largeValues.keep(row);
    rows++;
    if (pendingBytes > COMMIT_BYTES) {
      flush();
    }
  }

  private static boolean isUnique(IndexEntry entry) {
    return entry.layout().index().unique();
  }

  private boolean isTaken(IndexEntry entry) {
    if (!entry.isUnique()) {
      return false;
    }
    ByteBuilder key = entry.key();
    int tree = entry.layout().index().treeId();
    return isUnique(entry)
        ? transaction.find(tree, key.array(), 0, key.length(), found)
        : transaction.existInNewest(
            tree, KeyRange.prefix(Arrays.copyOf(key.array(), entry.columnsLength())), 1);
  }

  private void put(int tree, boolean validate, ByteBuilder key, ByteBuilder value) {
    transaction
        .writes()
        .put(tree, validate, key.array(), 0, key.length(), value.array(), 0, value.length());
    pendingBytes += key.length() + value.length();
  }

  private void flush() {
    transaction.commit();
    transaction = store.begin(false);
    pendingBytes = 0;
  }

  /** Commits what is left. */
  @Override
  public void close() {
    if (transaction.isOpen()) {
      transaction.close();
    }
  }

  /** Removes large values that no row has, and commits what was added last. */
  void finish() {
    largeValues.removeOthers(transaction);
    transaction.commit();
  }

  /** How many rows were added. */
  long rows() {
    return rows;
  }

  /** Says of a row, or a stretch of rows, what became of it. */
  void find(String finding) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(finding);
    } else {
      omitted++;
    }
  }

  /** Says which keys a gap may have held. */
  void find(TreeWalk.Gap gap) {
    byte[] after = gap.after;
    byte[] before = gap.before;
    String range =
        (after == null ? "from the beginning" : "behind key " + print(after))
            + (before == null ? " to the end" : ", before key " + print(before));
    find("Rows " + range + " may be lost: " + gap.cause);
  }

  private String print(byte[] key) {
    try {
      return KeyPrinter.print(layout.rows().keyFormat(), key, 0, key.length);
    } catch (RuntimeException e) {
      return "(" + key.length + " bytes that make no sense)";
    }
  }

  /** Looks for rows that refer to rows that are not there. All tables must be loaded. */
  void checkForeignKeys(Catalog catalog, ReadView view) {
    ForeignKeyVerifier verifier = new ForeignKeyVerifier(catalog, layout);
    if (verifier.isEmpty()) {
      return;
    }
    View tables = View.of(view);
    TableCursor cursor = new TableCursor(layout, tables);
    cursor.open(tables, KeyRange.ALL, false);
    while (cursor.next()) {
      verifier.verify(
          view,
          cursor.row(),
          (key, values) ->
              find(
                  "The foreign key "
                      + key.name()
                      + " does not hold: a row "
                      + (values == null
                          ? "has NULL in some of its columns, and not in all"
                          : "refers to " + values + ", which is lost")
                      + ". The row was kept."));
    }
  }

  /** What became of the table. */
  SalvageReport.Table report(long lost) {
    List<String> all = new ArrayList<>(findings);
    if (omitted > 0) {
      all.add("… and " + omitted + " more of the kind.");
    }
    return new SalvageReport.Table(layout.definition().qualifiedName(), rows, lost, all);
  }
}
