package org.pydb.examples.benchmarks.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a small program does: connects, asks one thing, asks it again, goes. It prints the
 * nanoseconds of each step on one line.
 */
final class StartChild {

  private StartChild() {}

  /**
   * Connects and asks.
   *
   * @param arguments URL, query, and the value of its parameter if it has one; nothing at all to
   *     measure the JVM alone
   */
  public static void main(String[] arguments) throws SQLException {
    if (arguments.length == 0) {
      return;
    }
    long start = System.nanoTime();
    long connected;
    long first;
    long second;
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      connected = System.nanoTime();
      ask(connection, arguments);
      first = System.nanoTime();
      ask(connection, arguments);
      second = System.nanoTime();
    }
    long closed = System.nanoTime();
    System.out.println(
        (connected - start)
            + " "
            + (first - connected)
            + " "
            + (second - first)
            + " "
            + (closed - second));
  }

  private static void ask(Connection connection, String[] arguments) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(arguments[1])) {
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
