package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.LargeBytes;
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

  /** Columns that keep references to large values. */
  private final BitSet large;

  /** Columns of which nobody looks at large values. */
  private final BitSet unused;

  /** Through which large values are read. */
  private @Nullable TableAccess access;

  private final ByteBuilder key = new ByteBuilder(32);
  private final int[] selected = new int[1];

  /**
   * Some columns of rows.
   *
   * @param large those that keep references to large values, by their places
   */
  RowColumns(List<ColumnDefinition> table, List<Integer> columns, BitSet large) {
    this(table, columns, 0, large, new BitSet());
  }

  /**
   * All columns of a table, and behind them so many of another batch.
   *
   * @param used by the expressions over them
   */
  static RowColumns beside(List<ColumnDefinition> table, int otherCount, BitSet used) {
    BitSet unused = (BitSet) used.clone();
    unused.flip(0, table.size());
    List<Integer> columns = IntStream.range(0, table.size()).boxed().toList();
    return new RowColumns(table, columns, otherCount, new BitSet(), unused);
  }

  private RowColumns(
      List<ColumnDefinition> table,
      List<Integer> columns,
      int otherCount,
      BitSet large,
      BitSet unused) {
    this.large = large;
    this.unused = unused;
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    types = RowKey.types(table, columns).toArray(ColumnType[]::new);
    batch = Batch.ofWidth(types.length + otherCount);
    for (int i = 0; i < types.length; i++) {
      batch.setColumn(i, Vector.of(types[i]));
    }
  }

  /** Begins an execution. */
  void open(TableAccess newAccess) {
    access = newAccess;
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
      if (columns[i] != RowKey.COLUMN && row.isLarge(columns[i]) && !large.get(i)) {
        setLarge((BytesVector) vector, at, row, i);
      } else {
        set(vector, at, row, columns[i], types[i], key);
      }
    }
  }

  private void setLarge(BytesVector vector, int at, Row row, int i) {
    TableAccess now = access;
    if (unused.get(i)) {
      vector.setNull(at);
    } else if (now == null) {
      throw new IllegalStateException("not open");
    } else {
      byte[] bytes = LargeBytes.read(LargeColumns.of(row, columns[i], now));
      vector.set(at, bytes, 0, bytes.length);
    }
  }

  /** Drops references to pages. */
  void release() {
    access = null;
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
