package org.pydb.examples.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The first column of what a statement gives, as text. */
public final class FirstColumn {
  private FirstColumn() {}

  /** Runs a statement; the list is empty if it gives no rows. */
  public static List<String> of(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        ResultSet row = statement.getResultSet();
        while (row.next()) {
          rows.add(row.getString(1));
        }
      }
    }
    return rows;
  }
}
