package org.pydb.calcite.bridge;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.runtime.FlatLists;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows on Calcite's side: an array of carried values, the value itself where there is but one
 * column, an empty list where there is none. Immutable.
 */
final class CarriedRows {
  private static final long ROW_BYTES = 32;
  private static final long VALUE_BYTES = 24;

  private final Carrier[] carriers;

  CarriedRows(List<ColumnType> types) {
    carriers = types.stream().map(Carrier::of).toArray(Carrier[]::new);
  }

  /** The row at a position of a batch. */
  @Nullable Object read(Batch batch, int position) {
    if (carriers.length == 0) {
      return FlatLists.COMPARABLE_EMPTY_LIST;
    }
    if (carriers.length == 1) {
      return value(batch, position, 0);
    }
    @Nullable Object[] row = new Object[carriers.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(batch, position, i);
    }
    return row;
  }

  private @Nullable Object value(Batch batch, int position, int column) {
    return carriers[column].wrap(batch.column(column).getObject(position));
  }

  /** Writes a row to a position of a batch. */
  void write(@Nullable Object row, Batch batch, int position) {
    if (carriers.length == 1) {
      write(row, batch, position, 0);
    } else if (carriers.length > 1) {
      @Nullable Object[] values = (Object[]) castNonNull(row);
      for (int i = 0; i < values.length; i++) {
        write(values[i], batch, position, i);
      }
    }
  }

  private void write(@Nullable Object value, Batch batch, int position, int column) {
    Vector vector = batch.column(column);
    vector.setObject(position, carriers[column].unwrap(value));
  }

  private static Object castNonNull(@Nullable Object row) {
    if (row == null) {
      throw new IllegalStateException("a row of several columns is missing");
    }
    return row;
  }

  /** What stands for a row among others: equal for rows that SQL holds for the same. */
  static Object key(@Nullable Object row) {
    return row instanceof Object[] values ? Arrays.asList(values) : Collections.singletonList(row);
  }

  /** Bytes that a row takes on Calcite's side, about, without those of its strings. */
  long bytesPerRow() {
    return ROW_BYTES + VALUE_BYTES * carriers.length;
  }
}
