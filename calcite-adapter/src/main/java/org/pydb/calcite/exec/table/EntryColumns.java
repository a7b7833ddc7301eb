package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.row.IndexEntryView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.IndexCursor;

/** Fills the vectors of a batch from the entries of an index alone. Not thread-safe. */
final class EntryColumns {
  private final int[] columns;
  private final ColumnType[] types;
  private final Batch batch;
  private final ByteBuilder key = new ByteBuilder(32);

  EntryColumns(List<ColumnDefinition> table, List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    List<ColumnType> columnTypes = RowKey.types(table, columns);
    types = columnTypes.toArray(ColumnType[]::new);
    batch = Batch.of(columnTypes);
  }

  /** The next entries, at most so many; null if there are none. */
  @Nullable Batch fill(IndexCursor cursor, int most) {
    for (int i = 0; i < columns.length; i++) {
      batch.column(i).reset(most);
    }
    int size = 0;
    while (size < most && cursor.next()) {
      IndexEntryView entry = cursor.entry();
      for (int i = 0; i < columns.length; i++) {
        set(batch.column(i), size, entry, columns[i], types[i]);
      }
      size++;
    }
    batch.selectAll(size);
    return size == 0 ? null : batch;
  }

  private void set(Vector vector, int row, IndexEntryView entry, int column, ColumnType type) {
    if (column == RowKey.COLUMN) {
      key.clear();
      entry.putKey(key);
      ((BytesVector) vector).append(row, key.array(), 0, key.length());
    } else if (entry.isNull(column)) {
      vector.setNull(row);
    } else if (vector instanceof LongVector longs) {
      longs.set(row, entry.getLong(column));
    } else if (vector instanceof DoubleVector doubles) {
      doubles.set(row, entry.getDouble(column));
    } else if (vector instanceof BytesVector bytes) {
      byte[] array = entry.array(column);
      bytes.append(row, array, entry.start(column), entry.length(column));
    } else if (type.isLong()) {
      ((DecimalVector) vector).setUnscaled(row, entry.getLong(column));
    } else {
      ((DecimalVector) vector).set(row, entry.getDecimal(column));
    }
  }
}
