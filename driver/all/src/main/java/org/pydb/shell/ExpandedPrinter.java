package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Each value on a line of its own, behind the name of its column: for rows with many columns. */
final class ExpandedPrinter implements RowPrinter {
  private final String nullText;

  ExpandedPrinter(String nullText) {
    this.nullText = nullText;
  }

  @Override
  public long print(ResultSet rows, PrintWriter out) throws SQLException {
    ResultSetMetaData shape = rows.getMetaData();
    int width = 0;
    for (int i = 1; i <= shape.getColumnCount(); i++) {
      width = Math.max(width, Text.width(Text.oneLine(shape.getColumnLabel(i))));
    }
    long count = 0;
    while (rows.next()) {
      count++;
      out.println("-[ row " + count + " ]-");
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        String name = Text.oneLine(shape.getColumnLabel(i));
        @Nullable String value = rows.getString(i);
        String text = value == null ? nullText : Text.oneLine(value);
        String blanks = " ".repeat(width - Text.width(name));
        out.println((name + blanks + " | " + text).stripTrailing());
      }
    }
    if (count == 0) {
      out.println("(0 rows)");
    }
    return count;
  }
}
