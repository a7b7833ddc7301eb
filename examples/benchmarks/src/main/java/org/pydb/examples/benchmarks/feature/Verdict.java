package org.pydb.examples.benchmarks.feature;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What becomes of a feature's statement, as it stands, in a database. */
enum Verdict {
  /** It runs, and gives what the script shows. */
  SAME("✓"),
  /** It runs, and gives something else. */
  OTHER("≠"),
  /** It does not run. */
  NO("–");

  private final String mark;

  Verdict(String mark) {
    this.mark = mark;
  }

  /** How tables show it. */
  String mark() {
    return mark;
  }

  /** Runs a statement; what a script's other statements need of it is then done. */
  static Verdict of(Feature feature, Connection connection) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(feature.sql())) {
        boolean isSame =
            !feature.command().equals("update")
                || feature.count().equals(String.valueOf(Math.max(0, statement.getUpdateCount())));
        return isSame ? SAME : OTHER;
      }
      try (ResultSet results = statement.getResultSet()) {
        return feature.command().equals("ok") && isSame(feature.rows(), rows(results))
            ? SAME
            : OTHER;
      }
    } catch (SQLException | RuntimeException | LinkageError e) {
      return NO;
    }
  }

  private static List<List<String>> rows(ResultSet results) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    int columns = results.getMetaData().getColumnCount();
    while (results.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(String.valueOf(results.getString(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static boolean isSame(List<List<String>> shown, List<List<String>> found) {
    return normal(shown).equals(normal(found));
  }

  private static List<List<String>> normal(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(Verdict::normal).toList()).toList();
  }

  /** Numbers by value, truth values as 1 and 0: the ways to write them are no difference. */
  private static String normal(String cell) {
    String text = cell.strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "t" -> "1";
      case "false", "f" -> "0";
      case "null" -> ""; // Scripts show it in both ways.
      default -> {
        try {
          yield new BigDecimal(text).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
          yield text;
        }
      }
    };
  }
}
