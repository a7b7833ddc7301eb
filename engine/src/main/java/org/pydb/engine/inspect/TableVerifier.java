package org.pydb.engine.inspect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexEntry;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.table.ForeignKeyVerifier;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.View;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.ViewCursor;

/**
 * Checks that a table and its indexes agree: each row has its entries, and there are no others; and
 * that no two rows have the same unique key where the tree itself could hold both.
 */
final class TableVerifier {
  private final ReadView read;
  private final View view;
  private final TableLayout layout;
  private final Findings findings;
  private final EntryPointer found = new EntryPointer();

  private final ForeignKeyVerifier foreignKeys;

  TableVerifier(ReadView read, Catalog catalog, TableLayout layout, Findings findings) {
    this.foreignKeys = new ForeignKeyVerifier(catalog, layout);
    this.read = read;
    this.view = View.of(read);
    this.layout = layout;
    this.findings = findings;
  }

  void verify(boolean withForeignKeys) {
    IndexEntry[] entries =
        layout.indexes().stream().map(IndexEntry::new).toArray(IndexEntry[]::new);
    TableCursor cursor = new TableCursor(layout, view);
    cursor.open(view, KeyRange.ALL, false);
    long[] wanted = new long[entries.length];
    LargeValuesVerifier large = new LargeValuesVerifier(read, layout, findings);
    while (cursor.next()) {
      RowView row = cursor.row();
      for (int column = 0; column < layout.definition().columns().size(); column++) {
        if (row.isNull(column) && !layout.definition().columns().get(column).nullable()) {
          findings.add(Findings.Kind.DISAGREEMENT, name() + ": a row has NULL in column " + column);
        }
      }
      for (int i = 0; i < entries.length; i++) {
        entries[i].set(row);
        if (entries[i].isThere()) {
          wanted[i]++;
          checkEntry(entries[i], row);
        }
      }
      large.verify(row);
      if (withForeignKeys) {
        foreignKeys.verify(read, row, this::broken);
      }
    }
    large.finish();
    for (int i = 0; i < entries.length; i++) {
      IndexLayout index = entries[i].layout();
      long count = read.base(index.index().treeId()).entries();
      if (count != wanted[i]) {
        findings.add(
            Findings.Kind.DISAGREEMENT,
            name()
                + ": index "
                + index.index().name()
                + " has "
                + count
                + " entries for "
                + wanted[i]
                + " rows");
      }
    }
  }

  private void checkEntry(IndexEntry entry, RowView row) {
    ByteBuilder key = entry.key();
    int tree = entry.layout().index().treeId();
    boolean there =
        read.get(tree, key.array(), 0, key.length(), found)
            && Arrays.equals(found.value(read.file()), entry.value().toArray());
    if (!there) {
      ByteBuilder rowKey = new ByteBuilder(32);
      row.putKey(rowKey);
      findings.add(
          Findings.Kind.DISAGREEMENT,
          name()
              + ": index "
              + entry.layout().index().name()
              + " has no entry for the row "
              + KeyPrinter.print(layout.rows().keyFormat(), rowKey.array(), 0, rowKey.length()));
    }
    if (entry.isUnique() && entry.layout().index().isDeferrable()) {
      checkAlone(entry);
    }
  }

  /** Whether a row is the only one with its key; each of several says so, which is no harm. */
  private void checkAlone(IndexEntry entry) {
    ByteBuilder key = entry.key();
    byte[] columns = Arrays.copyOf(key.array(), entry.columnsLength());
    ViewCursor cursor = new ViewCursor();
    cursor.open(read, entry.layout().index().treeId(), KeyRange.prefix(columns), false);
    boolean isThere = cursor.next();
    if (isThere && cursor.next()) {
      findings.add(
          Findings.Kind.DISAGREEMENT,
          name()
              + ": several rows have the key "
              + KeyPrinter.print(entry.layout().format(), columns, 0, columns.length)
              + " of the unique index "
              + entry.layout().index().name());
    }
  }

  private void broken(ForeignKey key, @Nullable String values) {
    findings.add(
        Findings.Kind.FOREIGN_KEY,
        name()
            + ": foreign key "
            + key.name()
            + (values == null
                ? " has NULL in some of its columns, and not in all"
                : " refers to " + values + ", which is not there"));
  }

  private String name() {
    return "table " + layout.definition().qualifiedName();
  }
}
