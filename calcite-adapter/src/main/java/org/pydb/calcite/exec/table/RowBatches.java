package org.pydb.calcite.exec.table;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowBatch;

/**
 * How many rows scans read at once: few at first, then four times as many each time, up to a full
 * batch. So a query that needs a handful of rows reads about a handful.
 */
final class RowBatches {

  /** Rows of the first batch. */
  static final int FIRST = 16;

  private RowBatches() {}

  static int next(int wish) {
    return Math.min(4 * wish, Batch.ROWS_MAX);
  }

  /** An empty batch for so many rows: the one that there is, if any. */
  static RowBatch ofCapacity(@Nullable RowBatch existing, TableLayout layout, int capacity) {
    if (existing == null) {
      return new RowBatch(layout.rows(), capacity);
    }
    existing.clear(capacity);
    return existing;
  }
}
