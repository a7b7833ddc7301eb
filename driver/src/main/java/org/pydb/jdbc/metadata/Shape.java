package org.pydb.jdbc.metadata;

import java.util.Arrays;
import java.util.List;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The columns of an answer, in JDBC's order and under JDBC's names. Immutable; thread-safe.
 *
 * @param columns the columns
 */
record Shape(List<ColumnInfo> columns) {

  /**
   * A shape, each column written as {@code NAME type}, or {@code NAME type?} if it can be NULL; the
   * types are {@code text}, {@code short}, {@code int}, {@code long} and {@code boolean}.
   */
  static Shape of(String... columns) {
    return new Shape(Arrays.stream(columns).map(Shape::column).toList());
  }

  /** The ordinal of the column with this name. */
  int ordinal(String label) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equals(label)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + label + " in " + columns);
  }

  private static ColumnInfo column(String written) {
    boolean nullable = written.endsWith("?");
    int blank = written.indexOf(' ');
    String type = written.substring(blank + 1, written.length() - (nullable ? 1 : 0));
    return switch (type) {
      case "text" -> column(written, blank, ColumnKind.TEXT, "text", nullable);
      case "short" -> column(written, blank, ColumnKind.INT16, "int2", nullable);
      case "int" -> column(written, blank, ColumnKind.INT32, "int4", nullable);
      case "long" -> column(written, blank, ColumnKind.INT64, "int8", nullable);
      case "boolean" -> column(written, blank, ColumnKind.BOOLEAN, "bool", nullable);
      default -> throw new IllegalArgumentException(written);
    };
  }

  private static ColumnInfo column(
      String written, int blank, ColumnKind kind, String typeName, boolean nullable) {
    return new ColumnInfo(
        written.substring(0, blank), ColumnType.of(kind), typeName, nullable, null, null, null);
  }
}
