package org.pydb.jdbc.value;

import java.sql.SQLException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Values as text, in the forms that PostgreSQL prints. Stateless. */
public final class TextValues {

  private TextValues() {}

  /** The value as text; every value can be had so. */
  public static String toText(RowValues row, int column) throws SQLException {
    ColumnType type = row.type(column);
    if (type.kind() == ColumnKind.TEXT) {
      return row.cut(row.string(column));
    }
    if (type.kind() == ColumnKind.CHAR) {
      return row.cut(row.print(column));
    }
    if (type.isLong()) {
      return row.text().print(type, row.word(column));
    }
    if (type.isDouble()) {
      return row.text().print(type, row.number(column));
    }
    return type.isBytes() ? row.print(column) : row.text().print(row.decimal(column));
  }

  /** The value as text, of a column that is text. */
  public static String toCharacters(RowValues row, int column, String wanted) throws SQLException {
    return switch (row.type(column).kind()) {
      case TEXT, CHAR, JSON, JSONB -> toText(row, column);
      default -> throw row.cannotConvert(column, wanted);
    };
  }
}
