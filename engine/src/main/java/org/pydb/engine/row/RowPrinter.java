package org.pydb.engine.row;

import java.time.LocalDate;
import java.util.List;
import java.util.StringJoiner;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows as people read them, as {@link KeyPrinter} prints keys. What only the layers above know to
 * read, lists and intervals, is shown as bytes. Stateless.
 */
public final class RowPrinter {

  private RowPrinter() {}

  /** All columns of a row. */
  public static String print(RowView row) {
    List<ColumnDefinition> columns = row.layout().table().columns();
    StringJoiner text = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < columns.size(); i++) {
      text.add(row.isNull(i) ? "NULL" : value(row, i, columns.get(i).type()));
    }
    return text.toString();
  }

  private static String value(RowView row, int column, ColumnType type) {
    if (row.isLarge(column)) {
      LargeReference value = LargeReference.get(row.array(column), row.start(column));
      return "large value " + value.id() + " of " + value.length() + " bytes";
    }
    return switch (type.kind()) {
      case BOOLEAN -> row.getLong(column) != 0 ? "true" : "false";
      case INT16, INT32, INT64 -> Long.toString(row.getLong(column));
      case FLOAT32 -> Float.toString((float) row.getDouble(column));
      case FLOAT64 -> Double.toString(row.getDouble(column));
      case DECIMAL, NUMERIC -> KeyPrinter.cut(row.getDecimal(column).toPlainString());
      case DATE -> KeyPrinter.quoted(LocalDate.ofEpochDay(row.getLong(column)).toString());
      case TIME -> KeyPrinter.quoted(KeyPrinter.time(row.getLong(column)));
      case TIMESTAMP -> KeyPrinter.quoted(KeyPrinter.timestamp(row.getLong(column)));
      case TIMESTAMP_TZ -> KeyPrinter.quoted(KeyPrinter.timestamp(row.getLong(column)) + "+00");
      case UUID -> KeyPrinter.quoted(KeyPrinter.uuid(row.array(column), row.start(column)));
      case CHAR, TEXT, JSON, JSONB ->
          KeyPrinter.text(row.array(column), row.start(column), row.length(column));
      case BYTES, INTERVAL, ARRAY ->
          KeyPrinter.bytes(row.array(column), row.start(column), row.length(column));
    };
  }
}
