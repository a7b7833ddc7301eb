package org.pydb.engine.table;

import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.ViewCursor;

/**
 * Walks the rows of a table in the order of their keys, forward or backward: one by one, or in
 * batches for column-wise reading. Reusable: {@link #open} begins anew. Not thread-safe.
 */
public final class TableCursor {
  private final TableLayout layout;
  private final ViewCursor cursor = new ViewCursor();
  private final RowView row;
  private final RowPlace place = new RowPlace();
  private View view;
  private boolean backward;

  /** A cursor over a table, to be opened. */
  public TableCursor(TableLayout layout, View view) {
    this.layout = layout;
    this.view = view;
    row = new RowView(layout.rows());
  }

  /** Stands before the first row of a range of encoded primary keys, or of row ids. */
  public void open(View newView, KeyRange range, boolean isBackward) {
    newView.noteRead(layout.definition().id(), range);
    openPart(newView, range, isBackward);
  }

  /** The same for a part of a range that was noted as read by {@link View#split}. */
  public void openPart(View newView, KeyRange range, boolean isBackward) {
    view = newView;
    backward = isBackward;
    cursor.open(newView.read, layout.definition().id(), range, isBackward);
  }

  /** Moves to the next row; false if there is none. */
  public boolean next() {
    return cursor.next();
  }

  /** The current row; valid until the next call of {@link #next}. */
  public RowView row() {
    place.show(cursor.node(), cursor.index(), view.read.file(), row);
    return row;
  }

  /**
   * Clears a batch and adds the next rows until it is full or there are none left.
   *
   * @return how many rows there are
   */
  public int fill(RowBatch batch) {
    batch.clear();
    int room = batch.capacity();
    while (room > 0 && cursor.next()) {
      int count = Math.min(room, cursor.run());
      place.add(cursor.node(), cursor.index(), backward ? -1 : 1, count, view.read.file(), batch);
      cursor.skip(count - 1);
      room -= count;
    }
    return batch.size();
  }
}
