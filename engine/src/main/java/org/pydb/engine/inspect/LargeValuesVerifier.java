package org.pydb.engine.inspect;

import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.RowView;
import org.pydb.engine.table.LargeValues;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;

/**
 * Looks whether the rows of a table have their large values, whole, and whether there are no
 * others. Not thread-safe.
 */
final class LargeValuesVerifier {
  private final ReadView read;
  private final TableLayout layout;
  private final Findings findings;
  private final EntryPointer found = new EntryPointer();
  private long chunks;

  LargeValuesVerifier(ReadView read, TableLayout layout, Findings findings) {
    this.read = read;
    this.layout = layout;
    this.findings = findings;
  }

  /** Looks at the values of one row. */
  void verify(RowView row) {
    if (!layout.rows().mayHaveLarge()) {
      return;
    }
    for (int column = 0; column < layout.rows().columnCount(); column++) {
      if (row.isLarge(column)) {
        verify(LargeReference.get(row.array(column), row.start(column)));
      }
    }
  }

  private void verify(LargeReference value) {
    if (value.tree() != layout.definition().largeValues()) {
      add("large value " + value.id() + " is said to be in tree " + value.tree());
      return;
    }
    byte[] key = new byte[LargeValues.KEY];
    long count = LargeValues.chunkCount(value.length());
    for (long i = 0; i < count; i++) {
      LargeValues.putKey(key, value.id(), i);
      if (!read.get(value.tree(), key, 0, key.length, found)) {
        add("chunk " + i + " of large value " + value.id() + " is missing");
      } else {
        chunks++;
        int length = found.value(read.file()).length;
        if (length != LargeValues.chunkLength(value.length(), i)) {
          add("chunk " + i + " of large value " + value.id() + " has " + length + " bytes");
        }
      }
    }
  }

  /** Looks for chunks that no row has, once all rows were looked at. */
  void finish() {
    int tree = layout.definition().largeValues();
    if (tree != 0 && read.base(tree).entries() != chunks) {
      add(
          "there are "
              + read.base(tree).entries()
              + " chunks of large values, and rows have "
              + chunks);
    }
  }

  private void add(String what) {
    findings.add(
        Findings.Kind.DISAGREEMENT, "table " + layout.definition().qualifiedName() + ": " + what);
  }
}
