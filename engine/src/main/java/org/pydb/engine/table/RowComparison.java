package org.pydb.engine.table;

import java.util.Arrays;
import java.util.List;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/** Tells whether two rows of a table have the same values in some columns. Stateless. */
final class RowComparison {
  private RowComparison() {}

  static boolean isSame(TableDefinition table, Row a, Row b, List<Integer> columns) {
    for (int column : columns) {
      if (!isSame(table.columns().get(column).type(), a, b, column)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(ColumnType type, Row a, Row b, int column) {
    if (a.isNull(column) || b.isNull(column)) {
      return a.isNull(column) == b.isNull(column);
    }
    if (type.isLong()) {
      return a.getLong(column) == b.getLong(column);
    }
    if (type.isDouble()) {
      return Double.compare(a.getDouble(column), b.getDouble(column)) == 0;
    }
    if (type.isBigDecimal()) {
      return a.getDecimal(column).compareTo(b.getDecimal(column)) == 0;
    }
    byte[] x = a.array(column);
    int xFrom = a.start(column);
    int xTo = xFrom + a.length(column);
    byte[] y = b.array(column);
    int yFrom = b.start(column);
    return Arrays.equals(x, xFrom, xTo, y, yFrom, yFrom + b.length(column));
  }
}
