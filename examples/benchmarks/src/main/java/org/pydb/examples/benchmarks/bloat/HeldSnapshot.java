package org.pydb.examples.benchmarks.bloat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction that reads, and must see the same all the while. */
final class HeldSnapshot {
  private final Connection connection;
  private final long sum;

  private HeldSnapshot(Connection connection, long sum) {
    this.connection = connection;
    this.sum = sum;
  }

  /** Begins it on a connection that it has for itself until it ends. */
  static HeldSnapshot begin(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return new HeldSnapshot(connection, sum(connection));
  }

  /** Reads all once more, and ends. */
  void end() throws SQLException {
    long now = sum(connection);
    connection.rollback();
    if (now != sum) {
      throw new IllegalStateException("a snapshot changed: the sum was " + sum + " and is " + now);
    }
  }

  private static long sum(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select sum(cast(balance as bigint)) from account")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
