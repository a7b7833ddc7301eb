package org.pydb.calcite.exec.table;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;

/** A batch of one row. Not thread-safe. */
final class RowColumns {
  private final int[] columns;
  private final ColumnType[] types;
  private final Batch batch;
  private final ByteBuilder key = new ByteBuilder(32);

  RowColumns(List<ColumnDefinition> table, List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    types = RowKey.types(table, columns).toArray(ColumnType[]::new);
    Vector[] vectors = new Vector[types.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.of(types[i]);
    }
    batch = new Batch(vectors);
  }

  /** The columns of a row. */
  Batch fill(Row row) {
    for (int i = 0; i < columns.length; i++) {
      Vector vector = batch.column(i);
      vector.reset(1);
      set(vector, 0, row, columns[i], types[i], key);
    }
    batch.selectAll(1);
    return batch;
  }

  /** Drops references to pages. */
  void release() {
    for (int i = 0; i < columns.length; i++) {
      batch.column(i).release();
    }
  }

  /** Sets a position of a vector to a column of a row, whose bytes stay where they are. */
  static void set(
      Vector vector, int at, Row row, int column, ColumnType type, ByteBuilder scratch) {
    if (column == RowKey.COLUMN) {
      scratch.clear();
      row.putKey(scratch);
      ((BytesVector) vector).append(at, scratch.array(), 0, scratch.length());
    } else if (row.isNull(column)) {
      vector.setNull(at);
    } else if (vector instanceof LongVector longs) {
      longs.set(at, row.getLong(column));
    } else if (vector instanceof DoubleVector doubles) {
      doubles.set(at, row.getDouble(column));
    } else if (vector instanceof BytesVector bytes) {
      byte[] array = row.array(column);
      bytes.set(at, array, row.start(column), row.length(column));
    } else if (type.isLong()) {
      ((DecimalVector) vector).setUnscaled(at, row.getLong(column));
    } else {
      ((DecimalVector) vector).set(at, row.getDecimal(column));
    }
  }
}
