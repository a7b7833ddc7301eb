package org.pydb.engine.table;

import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.row.IndexEntryView;
import org.pydb.engine.row.RowView;
import org.pydb.engine.txn.EntryPointer;

/** Finds single rows by their keys. Reusable; not thread-safe. */
public final class RowLookup {
  private final TableLayout layout;
  private final RowView row;
  private final EntryPointer found = new EntryPointer();
  private final RowPlace place = new RowPlace();

  /** A look-up in one table. */
  public RowLookup(TableLayout layout) {
    this.layout = layout;
    row = new RowView(layout.rows());
  }

  /** Finds the row with this encoded key; {@link #row} then shows it. */
  public boolean find(View view, byte[] key, int from, int to) {
    view.noteRead(layout.definition().id(), key, from, to);
    if (!view.read.get(layout.definition().id(), key, from, to, found)) {
      return false;
    }
    place.show(found.node(), found.index(), view.read.file(), row);
    return true;
  }

  /**
   * Finds the row behind an index entry.
   *
   * @throws CorruptionException if there is none
   */
  public RowView follow(View view, IndexEntryView entry) {
    if (!find(view, entry.rowKeyArray(), entry.rowKeyFrom(), entry.rowKeyTo())) {
      throw noRow(view, layout);
    }
    return row;
  }

  static CorruptionException noRow(View view, TableLayout layout) {
    return new CorruptionException(
        view.read.file().description()
            + ": an index of "
            + layout.definition().qualifiedName()
            + " has an entry without a row; run CHECK DATABASE");
  }

  /** The row that was found; valid until the next look-up. */
  public RowView row() {
    return row;
  }
}
