package org.pydb.calcite.exec.operator;

import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/** A batch that shows the columns of another with a selection of its own. Reusable. */
final class BatchView {
  private final Batch view;

  BatchView(int columnCount) {
    view = Batch.ofWidth(columnCount);
  }

  /** Some positions of vectors, one a column. */
  Batch of(Vector[] columns, int size, int[] rows, int count) {
    for (int i = 0; i < columns.length; i++) {
      view.setColumn(i, columns[i]);
    }
    view.select(size, rows, count);
    return view;
  }

  /** Some rows of a batch. */
  Batch select(Batch source, int[] rows, int count) {
    for (int i = 0; i < view.columnCount(); i++) {
      view.setColumn(i, source.column(i));
    }
    view.select(source.size(), rows, count);
    return view;
  }
}
