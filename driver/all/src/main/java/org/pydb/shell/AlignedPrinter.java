package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in columns. How wide they are is told by the first rows; those that come later push what
 * stands behind them to the right if they are wider, so that a long result needs no memory.
 */
final class AlignedPrinter implements RowPrinter {
  private static final int MEASURED_ROWS = 1000;

  private final String nullText;

  /** Whether the number of rows stands below them. */
  private final boolean isCounted;

  AlignedPrinter(String nullText, boolean isCounted) {
    this.nullText = nullText;
    this.isCounted = isCounted;
  }

  @Override
  public long print(ResultSet rows, PrintWriter out) throws SQLException {
    ResultSetMetaData shape = rows.getMetaData();
    int columns = shape.getColumnCount();
    boolean[] isNumber = new boolean[columns];
    int[] widths = new int[columns];
    String[] names = new String[columns];
    for (int i = 0; i < columns; i++) {
      names[i] = Text.oneLine(shape.getColumnLabel(i + 1));
      isNumber[i] = Text.isNumber(shape.getColumnType(i + 1));
      widths[i] = Text.width(names[i]);
    }
    List<String[]> first = new ArrayList<>();
    while (first.size() < MEASURED_ROWS && rows.next()) {
      String[] row = row(rows, columns);
      first.add(row);
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Text.width(row[i]));
      }
    }
    printHead(names, widths, out);
    for (String[] row : first) {
      printRow(row, widths, isNumber, out);
    }
    long count = first.size();
    while (first.size() == MEASURED_ROWS && rows.next()) {
      printRow(row(rows, columns), widths, isNumber, out);
      count++;
    }
    if (isCounted) {
      out.println("(" + Text.counted(count, "row") + ")");
      out.println();
    }
    return count;
  }

  private String[] row(ResultSet rows, int columns) throws SQLException {
    String[] row = new String[columns];
    for (int i = 0; i < columns; i++) {
      @Nullable String value = rows.getString(i + 1);
      row[i] = value == null ? nullText : Text.oneLine(value);
    }
    return row;
  }

  private static void printHead(String[] names, int[] widths, PrintWriter out) {
    StringBuilder head = new StringBuilder();
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      int free = widths[i] - Text.width(names[i]);
      head.append(i == 0 ? " " : " | ");
      head.append(" ".repeat(free / 2)).append(names[i]).append(" ".repeat(free - free / 2));
      rule.append(i == 0 ? "-" : "-+-").append("-".repeat(widths[i]));
    }
    out.println(head.toString().stripTrailing());
    out.println(rule.append('-'));
  }

  private static void printRow(String[] row, int[] widths, boolean[] isNumber, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String blanks = " ".repeat(Math.max(0, widths[i] - Text.width(row[i])));
      line.append(i == 0 ? " " : " | ");
      line.append(isNumber[i] ? blanks + row[i] : row[i] + blanks);
    }
    out.println(line.toString().stripTrailing());
  }
}
