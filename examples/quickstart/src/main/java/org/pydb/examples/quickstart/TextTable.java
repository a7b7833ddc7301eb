package org.pydb.examples.quickstart;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows as lines of text with aligned columns: numbers to the right, all else to the left. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> isNumber;
  private final int[] widths;

  private TextTable(List<String> header, List<Boolean> isNumber) {
    this.isNumber = isNumber;
    widths = new int[header.size()];
    add(header);
  }

  /** All rows of a result. */
  static TextTable of(ResultSet rows) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    List<String> header = new ArrayList<>();
    List<Boolean> isNumber = new ArrayList<>();
    for (int column = 1; column <= metaData.getColumnCount(); column++) {
      header.add(metaData.getColumnLabel(column));
      isNumber.add(isNumber(metaData.getColumnType(column)));
    }
    TextTable table = new TextTable(header, isNumber);
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= header.size(); column++) {
        String text = rows.getString(column);
        row.add(text == null ? "" : text);
      }
      table.add(row);
    }
    return table;
  }

  /** Rows of numbers, each with its name in front. */
  static TextTable ofNumbers(List<String> header, List<List<String>> rows) {
    List<Boolean> isNumber = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      isNumber.add(column > 0);
    }
    TextTable table = new TextTable(header, isNumber);
    rows.forEach(table::add);
    return table;
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  private void add(List<String> row) {
    rows.add(row);
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], row.get(column).length());
    }
  }

  /** The names of the columns, then the rows. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String text = row.get(column);
      String padding = " ".repeat(widths[column] - text.length());
      line.append(isNumber.get(column) ? padding + text : text + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
