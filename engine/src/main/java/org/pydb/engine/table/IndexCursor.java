package org.pydb.engine.table;

import org.pydb.engine.row.IndexEntryView;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.ViewCursor;

/**
 * Walks the entries of an index, forward or backward. Reusable: {@link #open} begins anew. Not
 * thread-safe.
 */
public final class IndexCursor {
  private final IndexLayout layout;
  private final ViewCursor cursor = new ViewCursor();
  private final IndexEntryView entry;
  private final RowPlace place = new RowPlace();
  private View view;

  /** A cursor over an index, to be opened. */
  public IndexCursor(IndexLayout layout, View view) {
    this.layout = layout;
    this.view = view;
    entry = new IndexEntryView(layout);
  }

  /** Stands before the first entry of a range of encoded index keys. */
  public void open(View newView, KeyRange range, boolean backward) {
    newView.noteRead(layout.index().treeId(), range);
    openPart(newView, range, backward);
  }

  /** The same for a part of a range that was noted as read by {@link View#split}. */
  public void openPart(View newView, KeyRange range, boolean backward) {
    view = newView;
    cursor.open(newView.read, layout.index().treeId(), range, backward);
  }

  /** Moves to the next entry; false if there is none. */
  public boolean next() {
    if (!cursor.next()) {
      return false;
    }
    place.show(cursor.node(), cursor.index(), view.read.file(), entry);
    return true;
  }

  /** The current entry; valid until the next call of {@link #next}. */
  public IndexEntryView entry() {
    return entry;
  }
}
