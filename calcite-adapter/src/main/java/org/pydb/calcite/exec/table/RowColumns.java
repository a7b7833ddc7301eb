package org.pydb.calcite.exec.table;

import java.util.List;
import java.util.stream.IntStream;
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

/** A batch of one row, and behind its columns some of another batch. Not thread-safe. */
final class RowColumns {
  private final int[] columns;
  private final ColumnType[] types;
  private final Batch batch;
  private final ByteBuilder key = new ByteBuilder(32);
  private final int[] selected = new int[1];

  RowColumns(List<ColumnDefinition> table, List<Integer> columns) {
    this(table, columns, 0);
  }

  /** All columns of a table, and behind them so many of another batch. */
  static RowColumns beside(List<ColumnDefinition> table, int otherCount) {
    return new RowColumns(table, IntStream.range(0, table.size()).boxed().toList(), otherCount);
  }

  private RowColumns(List<ColumnDefinition> table, List<Integer> columns, int otherCount) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    types = RowKey.types(table, columns).toArray(ColumnType[]::new);
    batch = Batch.ofWidth(types.length + otherCount);
    for (int i = 0; i < types.length; i++) {
      batch.setColumn(i, Vector.of(types[i]));
    }
  }

  /** The columns of a row. */
  Batch fill(Row row) {
    fill(row, 0);
    batch.selectAll(1);
    return batch;
  }

  /**
   * The columns of a row, and behind them those of a row of another batch, at whose position the
   * row stands.
   *
   * @param first the first of its columns that is taken
   */
  Batch fill(Row row, Batch other, int first, int at) {
    fill(row, at);
    for (int i = types.length; i < batch.columnCount(); i++) {
      batch.setColumn(i, other.column(first + i - types.length));
    }
    selected[0] = at;
    batch.select(at + 1, selected, 1);
    return batch;
  }

  private void fill(Row row, int at) {
    for (int i = 0; i < columns.length; i++) {
      Vector vector = batch.column(i);
      vector.reset(at + 1);
      set(vector, at, row, columns[i], types[i], key);
    }
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
