package org.pydb.jdbc.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs SQL in one line. */
public final class Sql {

  /** What may fail. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  private Sql() {}

  /** Runs a statement to its end. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            // A query fails when it gets to the row that it fails on.
          }
        }
      }
    }
  }

  /** The number in the first column of the first row. */
  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The text in the first column of the first row. */
  public static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Fetches a row. */
  public static boolean firstRow(ResultSet rows) throws SQLException {
    return rows.next();
  }
}
