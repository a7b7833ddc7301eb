package org.pydb.jdbc.fuzz;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/** A connection to one of the databases. Used by one thread. */
final class Database implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 3;

  private final Dialect dialect;
  private final Connection connection;
  private final Statement statement;
  private boolean isFilled;
  private long askedNanos = System.nanoTime();

  /** The last statement with parameters, which the next query often needs again. */
  private @Nullable PreparedStatement prepared;

  private String preparedText = "";

  Database(Dialect dialect, String url) throws SQLException {
    this.dialect = dialect;
    connection = DriverManager.getConnection(url);
    statement = connection.createStatement();
    switch (dialect) {
      // The server's own clock, which costs the driver nothing.
      case POSTGRES -> statement.execute("set statement_timeout to '" + TIMEOUT_SECONDS + "s'");
      // Its statement's timeout is about locks only.
      case SQLITE -> ProgressHandler.setHandler(connection, 100_000, new Deadline());
      default -> statement.setQueryTimeout(TIMEOUT_SECONDS);
    }
    if (dialect.isOwn()) {
      statement.execute("set timezone to 'UTC'");
    }
  }

  /** Ends what SQLite computes for too long. */
  private final class Deadline extends ProgressHandler {

    @Override
    protected int progress() {
      return isLate() ? 1 : 0;
    }
  }

  private boolean isLate() {
    return System.nanoTime() - askedNanos > TIMEOUT_SECONDS * 1_000_000_000L;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Makes the tables of a schema, instead of those that are there. */
  void fill(List<Table> tables) throws SQLException {
    List<String> script = new ArrayList<>();
    if (isFilled) {
      List<Table> last = new ArrayList<>(tables);
      Collections.reverse(last);
      last.forEach(table -> script.add("drop table if exists " + table.name()));
    }
    isFilled = true;
    tables.forEach(table -> script.addAll(table.script(dialect)));
    // One round trip, and one transaction, where the driver sends several statements at once.
    boolean isAtOnce = dialect == Dialect.POSTGRES;
    for (String sql : isAtOnce ? List.of(String.join(";\n", script)) : script) {
      try {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new SQLException(dialect.product + ": " + sql, e.getSQLState(), e);
      }
    }
  }

  /** Runs what must not fail. */
  void run(String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(dialect.product + ": " + sql, e);
    }
  }

  /** Whether something runs without an error. */
  boolean tries(String sql) {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Asks a query in the words of this database. */
  Answer ask(Query query) {
    Sql.Writer out = new Sql.Writer(dialect);
    query.sql().write(out);
    return out.bound().isEmpty()
        ? ask(out.toString(), query.kinds())
        : ask(out.toString(), out.bound(), query.kinds());
  }

  private Answer ask(String sql, List<Literal> values, List<Kind> kinds) {
    try {
      PreparedStatement statement = prepare(sql);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i).bound());
      }
      try (ResultSet result = statement.executeQuery()) {
        return rows(result, kinds);
      }
    } catch (SQLException e) {
      return Answer.failed(e.getSQLState(), e.getMessage() + place(e));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Answer.failed("XX000", e + place(e));
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement last = prepared;
    if (last != null && sql.equals(preparedText)) {
      return last;
    }
    if (last != null) {
      last.close();
      prepared = null;
    }
    PreparedStatement made = connection.prepareStatement(sql);
    made.setQueryTimeout(TIMEOUT_SECONDS);
    prepared = made;
    preparedText = sql;
    return made;
  }

  /** Asks a query, or makes a change that perhaps returns rows. */
  Answer ask(String sql, List<Kind> kinds) {
    askedNanos = System.nanoTime();
    try {
      if (!statement.execute(sql)) {
        return new Answer(List.of(List.of(String.valueOf(statement.getUpdateCount()))), null, "");
      }
      try (ResultSet result = statement.getResultSet()) {
        return rows(result, kinds);
      }
    } catch (SQLException e) {
      if (!dialect.isOwn() && isLate()) {
        return Answer.TOO_LONG;
      }
      return Answer.failed(e.getSQLState(), e.getMessage() + place(e));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Answer.failed("XX000", e + place(e));
    }
  }

  private String place(Throwable error) {
    if (!dialect.isPydb()
        || (error instanceof SQLException e && !String.valueOf(e.getSQLState()).startsWith("XX"))) {
      return "";
    }
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    StringBuilder place = new StringBuilder("\n  " + first);
    for (int i = 0; i < Math.min(8, first.getStackTrace().length); i++) {
      place.append("\n    at ").append(first.getStackTrace()[i]);
    }
    return place.toString();
  }

  private Answer rows(ResultSet result, List<Kind> kinds) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      if (rows.size() == Answer.ROWS_MAX) {
        return Answer.TOO_LONG;
      }
      List<String> row = new ArrayList<>(kinds.size());
      for (int i = 0; i < kinds.size(); i++) {
        row.add(Answer.value(kinds.get(i), text(result, i + 1, kinds.get(i))));
      }
      rows.add(row);
    }
    return new Answer(rows, null, "");
  }

  private @Nullable String text(ResultSet result, int column, Kind kind) throws SQLException {
    if (kind == Kind.BYTEA) {
      byte[] bytes = result.getBytes(column);
      return bytes == null ? null : "\\x" + HexFormat.of().formatHex(bytes);
    }
    return result.getString(column);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
