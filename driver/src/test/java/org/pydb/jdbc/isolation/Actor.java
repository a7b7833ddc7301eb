package org.pydb.jdbc.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Somebody with a connection and a thread, who says one thing at a time. */
final class Actor implements AutoCloseable {

  /**
   * What came out of a statement.
   *
   * @param text rows, separated by semicolons, or a count, or an error
   * @param state its SQLSTATE, or null if it succeeded
   */
  record Result(String text, String state) {}

  private final String name;
  private final Connection connection;
  private final ExecutorService executor;
  private Thread thread;
  private Future<Result> running;
  private int step;

  /** Connects; all that it does is in transactions of this level. */
  Actor(String name, String url, int level) throws SQLException {
    this.name = name;
    connection = DriverManager.getConnection(url);
    connection.setTransactionIsolation(level);
    connection.setAutoCommit(false);
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              thread = new Thread(task, name);
              return thread;
            });
  }

  String name() {
    return name;
  }

  /** The number of the step that it runs, or ran last. */
  int step() {
    return step;
  }

  /** Begins to run a step. */
  void start(int number, String sql) {
    if (running != null) {
      throw new IllegalStateException(
          name + " cannot run step " + number + ": step " + step + " waits");
    }
    step = number;
    running = executor.submit(() -> run(sql));
  }

  private Result run(String sql) {
    try {
      switch (sql) {
        case "commit" -> connection.commit();
        case "rollback" -> connection.rollback();
        default -> {
          try (Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            return new Result(hasRows ? rows(statement) : count(statement.getUpdateCount()), null);
          }
        }
      }
      return new Result("ok", null);
    } catch (SQLException e) {
      return new Result(e.getSQLState() + ": " + e.getMessage(), e.getSQLState());
    }
  }

  private static String rows(Statement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.getResultSet()) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(row.getString(i));
        }
        rows.add(String.join(", ", values));
      }
    }
    return rows.isEmpty() ? "no rows" : String.join("; ", rows);
  }

  private static String count(int count) {
    return count < 0 ? "ok" : count == 1 ? "1 row" : count + " rows";
  }

  /** Whether it runs a step. */
  boolean isBusy() {
    return running != null;
  }

  /** Whether the step that it runs is over. */
  boolean isDone() {
    return running.isDone();
  }

  /** Whether its thread does nothing at the moment. */
  boolean isParked() {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  /** Takes what came out. */
  Result take() {
    try {
      return running.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(name + " could not run step " + step, e);
    } finally {
      running = null;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    executor.shutdown();
  }
}
