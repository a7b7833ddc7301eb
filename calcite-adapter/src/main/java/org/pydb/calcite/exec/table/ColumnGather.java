package org.pydb.calcite.exec.table;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Fills the vectors of a batch from rows of a table. Not thread-safe. */
final class ColumnGather {
  private final int[] columns;
  private final ColumnType[] types;
  private final Batch batch;
  private final TableLayout layout;

  /** The columns of the batch that may have references, which are to be replaced. */
  private final int[] resolved;

  /** Through which large values are read; null if the table has none. */
  private @Nullable TableAccess access;

  private final ByteBuilder key = new ByteBuilder(32);
  private @Nullable BigDecimal[] decimals = {};

  /**
   * A gather of these columns, {@link RowKey#COLUMN} among them or not.
   *
   * @param large those of the batch that keep references to large values
   */
  ColumnGather(TableLayout layout, List<Integer> columns, BitSet large) {
    this.layout = layout;
    List<ColumnDefinition> table = layout.definition().columns();
    resolved =
        IntStream.range(0, columns.size())
            .filter(i -> !large.get(i) && columns.get(i) != RowKey.COLUMN)
            .filter(i -> layout.rows().mayBeLarge(columns.get(i)))
            .toArray();
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    List<ColumnType> columnTypes = RowKey.types(table, columns);
    types = columnTypes.toArray(ColumnType[]::new);
    batch = Batch.of(columnTypes);
  }

  /** Begins to gather rows of a view. */
  void open(TableAccess newAccess) {
    boolean hasLarge =
        resolved.length > 0 && newAccess.view().hasEntries(layout.definition().largeValues());
    access = hasLarge ? newAccess : null;
  }

  /** How many rows to read at once, if so many are wished for: large values come one by one. */
  int atOnce(int wish) {
    return access == null ? wish : 1;
  }

  /** The columns of these rows. */
  Batch gather(RowBatch rows) {
    for (int i = 0; i < columns.length; i++) {
      Vector vector = batch.column(i);
      vector.reset(rows.size());
      if (columns[i] == RowKey.COLUMN) {
        keys(rows, (BytesVector) vector);
      } else {
        if (rows.nullCount(columns[i]) > 0) {
          rows.nulls(columns[i], vector.startNulls(), 0);
        }
        gather(rows, columns[i], types[i], vector);
      }
    }
    TableAccess values = access;
    if (values != null) {
      for (int i : resolved) {
        LargeColumns.resolve((BytesVector) batch.column(i), rows.size(), values);
      }
    }
    batch.selectAll(rows.size());
    return batch;
  }

  /** Drops references to pages. */
  void release() {
    access = null;
    for (int i = 0; i < columns.length; i++) {
      batch.column(i).release();
    }
  }

  private void gather(RowBatch rows, int column, ColumnType type, Vector vector) {
    if (vector instanceof LongVector longs) {
      rows.longs(column, longs.values(), 0);
    } else if (vector instanceof DoubleVector doubles) {
      rows.doubles(column, doubles.values(), 0);
    } else if (vector instanceof BytesVector bytes) {
      rows.bytes(column, bytes.arrays(), bytes.starts(), bytes.lengths(), 0);
    } else if (type.isLong()) {
      rows.longs(column, ((DecimalVector) vector).values(), 0);
    } else {
      decimals(rows, column, type, (DecimalVector) vector);
    }
  }

  private void decimals(RowBatch rows, int column, ColumnType type, DecimalVector vector) {
    if (type.kind() == ColumnKind.DECIMAL && rows.unscaledLongs(column, vector.values(), 0)) {
      return;
    }
    int size = rows.size();
    if (decimals.length < size) {
      decimals = new BigDecimal[Math.max(size, 2 * decimals.length)];
    }
    rows.decimals(column, decimals, 0);
    for (int row = 0; row < size; row++) {
      BigDecimal value = decimals[row];
      if (value != null) {
        vector.set(row, value);
      }
    }
  }

  private void keys(RowBatch rows, BytesVector vector) {
    for (int row = 0; row < rows.size(); row++) {
      key.clear();
      rows.putKey(row, key);
      vector.append(row, key.array(), 0, key.length());
    }
  }
}
