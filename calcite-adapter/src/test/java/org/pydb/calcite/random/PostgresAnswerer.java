package org.pydb.calcite.random;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL, reached by JDBC; it works in a schema of its own. */
final class PostgresAnswerer implements Answerer {
  private static final String SCHEMA = "random_queries_" + ProcessHandle.current().pid();

  private final Connection connection;
  private final Statement statement;

  PostgresAnswerer(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    statement = connection.createStatement();
    statement.setQueryTimeout(10);
    run("drop schema if exists " + SCHEMA + " cascade");
    run("create schema " + SCHEMA);
    run("set search_path = " + SCHEMA);
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public boolean isOurs() {
    return false;
  }

  @Override
  public void fill(RandomTables tables) {
    run("drop table if exists " + String.join(", ", RandomTables.NAMES));
    tables.definitions().forEach(this::run);
    tables.inserts().forEach(this::run);
  }

  @Override
  public void run(String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public Answer change(String sql) {
    try {
      return Answer.count(statement.executeUpdate(sql));
    } catch (SQLException e) {
      return Answer.failed(e.getSQLState(), e.getMessage());
    }
  }

  @Override
  public Answer answer(QueryWriter.Query query) {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query.sql())) {
      while (result.next()) {
        if (rows.size() == Answer.ROWS_MAX) {
          return Answer.tooLong();
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < query.kinds().size(); i++) {
          row.add(Answer.value(query.kinds().get(i), result.getString(i + 1)));
        }
        rows.add(Answer.row(row));
      }
      return new Answer(rows, null);
    } catch (SQLException e) {
      return Answer.failed(e.getSQLState(), e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      run("drop schema " + SCHEMA + " cascade");
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
