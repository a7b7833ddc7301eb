package org.pydb.engine.table;

import org.pydb.engine.node.KeyBatch;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.PageFile;
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
  private boolean backward;

  /** A cursor over an index, to be opened. */
  public IndexCursor(IndexLayout layout, View view) {
    this.layout = layout;
    this.view = view;
    entry = new IndexEntryView(layout);
  }

  /** Stands before the first entry of a range of encoded index keys. */
  public void open(View newView, KeyRange range, boolean isBackward) {
    newView.noteRead(layout.index().treeId(), range);
    openPart(newView, range, isBackward);
  }

  /** The same for a part of a range that was noted as read by {@link View#split}. */
  public void openPart(View newView, KeyRange range, boolean isBackward) {
    view = newView;
    backward = isBackward;
    cursor.open(newView.read, layout.index().treeId(), range, isBackward);
  }

  /** Moves to the next entry; false if there is none. */
  public boolean next() {
    if (!cursor.next()) {
      return false;
    }
    place.show(cursor.node(), cursor.index(), view.read.file(), entry);
    return true;
  }

  /**
   * Adds the keys of the rows behind the next entries, until there are so many or none are left.
   */
  void takeRowKeys(KeyBatch keys, int most) {
    PageFile file = view.read.file();
    while (keys.size() < most && cursor.next()) {
      Node leaf = cursor.node();
      int count = Math.min(most - keys.size(), cursor.run());
      for (int i = 0; i < count; i++) {
        place.addRowKey(leaf, cursor.index() + (backward ? -i : i), file, entry, keys);
      }
      cursor.skip(count - 1);
    }
  }

  /** The current entry; valid until the next call of {@link #next}. */
  public IndexEntryView entry() {
    return entry;
  }
}
