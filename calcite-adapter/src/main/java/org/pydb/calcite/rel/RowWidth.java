package org.pydb.calcite.rel;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;

/** About how many bytes rows and entries of indexes take in their pages. */
final class RowWidth {
  /** What an entry takes beside its columns: its slot, lengths, null bits. */
  private static final double ENTRY = 8;

  /** A value of a type that has no length of its own, as long as nothing is known of the values. */
  private static final double VALUE = 24;

  private RowWidth() {}

  /** A row of a table. */
  static double ofRow(PydbTable table) {
    double width = ENTRY;
    for (int column = 0; column < table.definition().columns().size(); column++) {
      width += ofColumn(table, column);
    }
    return width;
  }

  /** An entry of an index. */
  static double ofEntry(PydbTable table, IndexDefinition index) {
    double width = ENTRY + ofRowKey(table);
    for (KeyColumn column : index.columns()) {
      width += ofColumn(table, column.column());
    }
    return width;
  }

  private static double ofRowKey(PydbTable table) {
    var primaryKey = table.definition().primaryKey();
    return primaryKey == null
        ? Long.BYTES
        : primaryKey.columns().stream().mapToDouble(column -> ofColumn(table, column)).sum();
  }

  private static double ofColumn(PydbTable table, int column) {
    TableProfile profile = table.statistics().profile();
    @Nullable ColumnStatistics known = profile == null ? null : profile.column(column);
    if (known != null) {
      return known.averageWidth();
    }
    ColumnDefinition definition = table.definition().columns().get(column);
    return ofType(definition.type());
  }

  private static double ofType(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case INT16 -> Short.BYTES;
      case INT32, DATE, FLOAT32 -> Integer.BYTES;
      case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ, FLOAT64 -> Long.BYTES;
      default -> type.isLong() ? Long.BYTES : VALUE;
    };
  }
}
