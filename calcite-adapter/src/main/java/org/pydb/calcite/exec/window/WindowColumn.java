package org.pydb.calcite.exec.window;

import java.math.BigDecimal;
import org.pydb.calcite.exec.spill.PagedRows;
import org.pydb.calcite.exec.store.ColumnStore;
import org.pydb.calcite.exec.store.DecimalStore;
import org.pydb.calcite.exec.store.DoubleStore;
import org.pydb.calcite.exec.store.LongStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** A column of the rows of a window. Rows count from 0. Not thread-safe. */
final class WindowColumn {
  private final PagedRows rows;
  private final int column;
  private final ColumnType type;
  private final Vector one;
  private final int[] places = new int[Batch.ROWS_MAX];
  private final int[] targets = new int[Batch.ROWS_MAX];
  private static final int[] FIRST = {0};

  WindowColumn(PagedRows rows, int column, ColumnType type) {
    this.rows = rows;
    this.column = column;
    this.type = type;
    one = Vector.of(type);
  }

  /** Whether values are longs. */
  boolean isLong() {
    return type.isLong() && type.kind() != ColumnKind.DECIMAL;
  }

  /** Whether values are floating point numbers. */
  boolean isDouble() {
    return type.isDouble();
  }

  /** Whether it has decimals that may be no longs. */
  boolean hasBigs() {
    return rows.hasBigs(column);
  }

  boolean isNull(int row) {
    return page(row).isNull(rows.place(row));
  }

  long getLong(int row) {
    return ((LongStore) page(row)).get(rows.place(row));
  }

  double getDouble(int row) {
    return ((DoubleStore) page(row)).get(rows.place(row));
  }

  /** A decimal's digits, where it is a long. */
  long getUnscaled(int row) {
    return ((DecimalStore) page(row)).getUnscaled(rows.place(row));
  }

  BigDecimal getDecimal(int row) {
    return ((DecimalStore) page(row)).get(rows.place(row));
  }

  private ColumnStore page(int row) {
    return rows.page(row).column(column);
  }

  /** The order of two values, neither of them NULL. */
  int compare(int row, int other) {
    if (rows.isOnePage(row, other)) {
      return page(row).compare(rows.place(row), rows.place(other));
    }
    one.reset(1);
    places[0] = rows.place(row);
    page(row).gather(places, 0, FIRST, 1, one);
    return compare(one, 0, other);
  }

  /** The order of a value of a vector and one of this column, neither of them NULL. */
  int compare(Vector vector, int position, int row) {
    return page(row).compare(vector, position, rows.place(row));
  }

  /** Copies values to a vector that has room; see {@link ColumnStore#gather}. */
  void gather(int[] indexes, int from, int[] positions, int count, Vector target) {
    int k = 0;
    while (k < count) {
      int first = indexes[from + k];
      if (first < 0) {
        target.setNull(positions[k++]);
        continue;
      }
      int found = 0;
      while (k < count && indexes[from + k] >= 0 && rows.isOnePage(first, indexes[from + k])) {
        places[found] = rows.place(indexes[from + k]);
        targets[found++] = positions[k++];
      }
      page(first).gather(places, 0, targets, found, target);
    }
  }
}
