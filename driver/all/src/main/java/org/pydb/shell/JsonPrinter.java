package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Rows as an array of objects, one a line. Numbers that JSON has not are texts. */
final class JsonPrinter implements RowPrinter {

  @Override
  public long print(ResultSet rows, PrintWriter out) throws SQLException {
    ResultSetMetaData shape = rows.getMetaData();
    long count = 0;
    out.print("[");
    while (rows.next()) {
      StringBuilder line = new StringBuilder(count == 0 ? "\n  {" : ",\n  {");
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        line.append(i == 1 ? "" : ", ");
        line.append(quoted(shape.getColumnLabel(i))).append(": ");
        line.append(value(rows.getString(i), shape, i));
      }
      out.print(line.append('}'));
      count++;
    }
    out.println(count == 0 ? "]" : "\n]");
    return count;
  }

  private static String value(@Nullable String text, ResultSetMetaData shape, int column)
      throws SQLException {
    if (text == null) {
      return "null";
    }
    int type = shape.getColumnType(column);
    if (type == Types.BOOLEAN || type == Types.BIT) {
      return text.startsWith("t") ? "true" : "false";
    }
    boolean isFinite = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    String typeName = shape.getColumnTypeName(column);
    boolean isJson = typeName.equalsIgnoreCase("json") || typeName.equalsIgnoreCase("jsonb");
    return isJson || (Text.isNumber(type) && isFinite) ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"', '\\' -> json.append('\\').append(character);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (character < ' ') {
            json.append("\\u%04x".formatted((int) character));
          } else {
            json.append(character);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
