package org.pydb.jdbc.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A program that connects and asks for one row. */
final class FirstStatement {
  private FirstStatement() {}

  /**
   * Connects and asks.
   *
   * @param arguments URL, query, and the value of its parameter if it has one
   */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        PreparedStatement query = connection.prepareStatement(arguments[1])) {
      if (arguments.length > 2) {
        query.setInt(1, Integer.parseInt(arguments[2]));
      }
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next() || rows.getString(1) == null) {
          throw new IllegalStateException("no row");
        }
      }
    }
  }
}
