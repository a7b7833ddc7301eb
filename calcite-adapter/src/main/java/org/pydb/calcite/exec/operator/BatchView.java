package org.pydb.calcite.exec.operator;

import org.pydb.calcite.exec.vector.Batch;

/** A batch that shows the columns of another with a selection of its own. Reusable. */
final class BatchView {
  private final Batch view;

  BatchView(int columnCount) {
    view = Batch.ofWidth(columnCount);
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
