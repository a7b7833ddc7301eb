package org.pydb.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection of one client, with the statements that it has open. Thread-safe. */
final class Session implements AutoCloseable {

  /** A statement, or the result of a question about the catalog, which has none. */
  static final class Open {
    private final @Nullable Statement statement;
    private final String sql;
    private @Nullable ResultSet rows;
    private long offset;

    Open(@Nullable Statement statement, String sql) {
      this.statement = statement;
      this.sql = sql;
    }

    /** The statement. */
    Statement statement() throws SQLException {
      if (statement == null) {
        throw new SQLException("this result has no statement that could run", "26000");
      }
      return statement;
    }

    /** The statement as one that was prepared. */
    PreparedStatement prepared() throws SQLException {
      if (statement instanceof PreparedStatement prepared) {
        return prepared;
      }
      throw new SQLException("this statement was not prepared", "26000");
    }

    /** What it was prepared with, or empty. */
    String sql() {
      return sql;
    }

    /** The rows that are left of its last run, or null. */
    @Nullable ResultSet rows() {
      return rows;
    }

    /** How many of them were read. */
    long offset() {
      return offset;
    }

    /** Has it go on with other rows, or none. */
    void setRows(@Nullable ResultSet next) {
      rows = next;
      offset = 0;
    }

    /** So many more were read. */
    void advance(int count) {
      offset += count;
    }

    private void close() throws SQLException {
      if (statement != null) {
        statement.close();
      } else if (rows != null) {
        rows.close();
      }
    }
  }

  private final Connection connection;
  private final Map<Integer, Open> statements = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  /** How many requests are under way. */
  private final AtomicInteger requests = new AtomicInteger();

  private volatile long usedNanos = System.nanoTime();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** The connection. */
  Connection connection() {
    return connection;
  }

  /** Something was asked for. */
  void enter() {
    requests.incrementAndGet();
  }

  /** It was answered. */
  void leave() {
    usedNanos = System.nanoTime();
    requests.decrementAndGet();
  }

  /** Whether nothing was asked for so long. */
  boolean isIdleFor(long nanos) {
    return requests.get() == 0 && System.nanoTime() - usedNanos >= nanos;
  }

  /** Keeps a statement and gives its number. */
  int add(Open open) {
    int id = lastId.incrementAndGet();
    statements.put(id, open);
    return id;
  }

  /** The statement of this number. */
  Open get(int id) throws SQLException {
    Open open = statements.get(id);
    if (open == null) {
      throw new SQLException("there is no such statement: it was closed", "26000");
    }
    return open;
  }

  /** Closes a statement; one that is closed stays so. */
  void close(int id) throws SQLException {
    Open open = statements.remove(id);
    if (open != null) {
      open.close();
    }
  }

  /** Ends what runs, and rolls back what was not committed. */
  @Override
  public void close() {
    statements.clear();
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is closed already.
    }
  }
}
