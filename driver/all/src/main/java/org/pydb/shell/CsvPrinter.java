package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows as CSV with a line of names, as COPY writes it. */
final class CsvPrinter implements RowPrinter {
  private final String nullText;

  CsvPrinter(String nullText) {
    this.nullText = nullText;
  }

  @Override
  public long print(ResultSet rows, PrintWriter out) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    StringBuilder line = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      line.append(i == 1 ? "" : ",").append(field(rows.getMetaData().getColumnLabel(i), columns));
    }
    out.println(line);
    long count = 0;
    while (rows.next()) {
      line.setLength(0);
      for (int i = 1; i <= columns; i++) {
        @Nullable String value = rows.getString(i);
        line.append(i == 1 ? "" : ",").append(value == null ? nullText : field(value, columns));
      }
      out.println(line);
      count++;
    }
    return count;
  }

  /** In quotes if something else would be read: another field, NULL, no row at all. */
  private String field(String value, int columns) {
    boolean needsQuotes =
        value.equals(nullText)
            || (columns == 1 && value.equals("\\."))
            || value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
