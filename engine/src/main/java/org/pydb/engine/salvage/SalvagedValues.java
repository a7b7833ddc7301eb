package org.pydb.engine.salvage;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.table.LargeValues;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/** Large values of one table that is salvaged: which of them are whole, and have a row. */
final class SalvagedValues {
  private final TableLayout layout;
  private final EntryPointer found = new EntryPointer();
  private final Set<Long> kept = new HashSet<>();

  /** The columns whose values are lost, of the row that was looked at last. */
  private final Set<Integer> lost = new HashSet<>();

  SalvagedValues(TableLayout layout) {
    this.layout = layout;
  }

  /** Whether a row has a value of which something is missing. */
  boolean isIncomplete(RowView row, TreeTransaction transaction) {
    lost.clear();
    if (layout.rows().mayHaveLarge()) {
      for (int column = 0; column < layout.rows().columnCount(); column++) {
        if (row.isLarge(column) && !isThere(reference(row, column), transaction)) {
          lost.add(column);
        }
      }
    }
    return !lost.isEmpty();
  }

  private static LargeReference reference(RowView row, int column) {
    return LargeReference.get(row.array(column), row.start(column));
  }

  private boolean isThere(LargeReference value, TreeTransaction transaction) {
    byte[] key = new byte[LargeValues.KEY];
    for (long i = 0; i < LargeValues.chunkCount(value.length()); i++) {
      LargeValues.putKey(key, value.id(), i);
      if (!transaction.find(value.tree(), key, 0, key.length, found)
          || found.value(transaction.view().file()).length
              != LargeValues.chunkLength(value.length(), i)) {
        return false;
      }
    }
    return true;
  }

  /** The value of the row with NULL for what is lost; null if a column must not be NULL. */
  byte @Nullable [] without(RowView row) {
    RowBuilder changed = new RowBuilder(layout.rows());
    changed.setAll(row);
    lost.forEach(changed::setNull);
    return changed.firstNullViolation() >= 0 ? null : changed.value().toArray();
  }

  /** Says that a row was taken with its values. */
  void keep(RowView row) {
    if (layout.rows().mayHaveLarge()) {
      for (int column = 0; column < layout.rows().columnCount(); column++) {
        if (row.isLarge(column)) {
          kept.add(reference(row, column).id());
        }
      }
    }
  }

  /** Removes the values that no row has. */
  void removeOthers(TreeTransaction transaction) {
    int tree = layout.definition().largeValues();
    if (tree == 0) {
      return;
    }
    ViewCursor chunks = new ViewCursor();
    chunks.open(transaction.view(), tree, KeyRange.ALL, false);
    while (chunks.next()) {
      byte[] key = chunks.node().head(chunks.index());
      if (!kept.contains(Bytes.getLong(key, 0))) {
        transaction.writes().delete(tree, false, key, 0, key.length);
      }
    }
  }
}
