package org.pydb.calcite.exec.table;

import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnType;

/** Takes values from vectors into rows in the making. Stateless. */
final class RowWriter {
  private RowWriter() {}

  /** Sets a column of a row to a position of a vector of the same type. */
  static void set(RowBuilder row, int column, ColumnType type, Vector vector, int at) {
    if (vector.isNull(at)) {
      row.setNull(column);
    } else if (vector instanceof LongVector longs) {
      row.setLong(column, longs.get(at));
    } else if (vector instanceof DoubleVector doubles) {
      row.setDouble(column, doubles.get(at));
    } else if (vector instanceof BytesVector bytes) {
      row.setBytes(column, bytes.array(at), bytes.start(at), bytes.length(at));
    } else {
      DecimalVector decimals = (DecimalVector) vector;
      if (type.isLong()) {
        row.setLong(column, decimals.getUnscaled(at));
      } else {
        row.setDecimal(column, decimals.get(at));
      }
    }
  }
}
