package org.pydb.calcite.exec.table;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Fills the vectors of a batch from rows of a table. Not thread-safe. */
final class ColumnGather {
  private final int[] columns;
  private final ColumnType[] types;
  private final Batch batch;
  private final ByteBuilder key = new ByteBuilder(32);
  private @Nullable BigDecimal[] decimals = {};

  /** A gather of these columns, {@link RowKey#COLUMN} among them or not. */
  ColumnGather(List<ColumnDefinition> table, List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    types = RowKey.types(table, columns).toArray(ColumnType[]::new);
    Vector[] vectors = new Vector[types.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.of(types[i]);
    }
    batch = new Batch(vectors);
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
    batch.selectAll(rows.size());
    return batch;
  }

  /** Drops references to pages. */
  void release() {
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
