package org.pydb.jdbc.statement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;

/** Runs statements that are given as text, one at a time. */
public final class PydbStatement extends StatementCore {
  private final List<String> batch = new ArrayList<>();

  /** Cancels what is planned or runs, for other threads. */
  private volatile @Nullable Runnable cancellation;

  /** A statement of a connection. */
  public PydbStatement(Connection connection, SessionGate gate, ResultKind kind) {
    super(connection, gate, kind);
  }

  @Override
  @Nullable Runnable cancellation() {
    return cancellation;
  }

  /** Prepares a statement that is about to run. Inside the gate. */
  private SqlStatement prepare(SqlSession session, String sql, @Nullable KeyColumns keys)
      throws SQLException {
    startOver();
    return prepareNext(session, sql, keys);
  }

  private SqlStatement prepareNext(SqlSession session, String sql, @Nullable KeyColumns keys) {
    Runnable ofRun = null;
    cancellation = session::cancel;
    try {
      SqlStatement statement = GeneratedKeys.prepare(session, sql, keys, timeoutMillis());
      ofRun = statement::cancel;
      return statement;
    } finally {
      cancellation = ofRun;
    }
  }

  // ------------------------------------------------------------------ running

  @Override
  public boolean execute(String sql) throws SQLException {
    return execute(sql, (KeyColumns) null);
  }

  private boolean execute(String sql, @Nullable KeyColumns keys) throws SQLException {
    SqlSession session = gate().enter();
    try {
      List<String> statements = session.statements(sql);
      return statements.size() == 1
          ? run(prepare(session, sql, keys), ParameterValues.NONE)
          : runAll(session, statements, keys, false);
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  /**
   * Runs several statements, one after the other; in autocommit they are one transaction, unless
   * they begin and end some themselves. The first that fails ends it, and undoes the others.
   *
   * @param onlyChanges whether one that yields rows fails
   */
  private boolean runAll(
      SqlSession session, List<String> statements, @Nullable KeyColumns keys, boolean onlyChanges)
      throws SQLException {
    startOver();
    List<FurtherResults.Result> results = new ArrayList<>();
    boolean isDone = false;
    inText(session.isAutoCommit()); // Otherwise the application ends their transaction.
    try {
      for (String sql : statements) {
        session.beginPartOfText();
        SqlStatement statement = prepareNext(session, sql, keys);
        if (onlyChanges) {
          checkYieldsCount(statement);
        }
        boolean unused = run(statement, ParameterValues.NONE);
        results.add(take());
      }
      session.endText(true);
      isDone = true;
    } finally {
      inText(false);
      boolean unused = give(results);
      if (!isDone) {
        releaseResult();
        session.endText(false);
      }
    }
    return getResultSet() != null;
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    SqlSession session = gate().enter();
    try {
      SqlStatement statement = prepare(session, sql, null);
      checkYieldsRows(statement);
      return query(statement, statement.execute(ParameterValues.NONE, timeoutMillis()));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return executeLargeUpdate(sql, (KeyColumns) null);
  }

  private long executeLargeUpdate(String sql, @Nullable KeyColumns keys) throws SQLException {
    SqlSession session = gate().enter();
    try {
      List<String> statements = session.statements(sql);
      if (statements.size() > 1) {
        runAll(session, statements, keys, true);
      } else {
        SqlStatement statement = prepare(session, sql, keys);
        checkYieldsCount(statement);
        run(statement, ParameterValues.NONE);
      }
      return updateCount();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return toInt(executeLargeUpdate(sql));
  }

  // ------------------------------------------------------------------ batches

  @Override
  public void addBatch(String sql) throws SQLException {
    checkOpen();
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return toInts(executeLargeBatch());
  }

  /** Runs one statement after the other; in autocommit each is a transaction of its own. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    gate().enter();
    try {
      checkOpen();
      return runAll(batch);
    } finally {
      batch.clear();
      gate().leave();
    }
  }

  private long[] runAll(List<String> statements) throws SQLException {
    long[] counts = new long[statements.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = executeLargeUpdate(statements.get(i));
      } catch (SQLException e) {
        SQLException entry =
            SqlExceptions.of(e.getSQLState(), "batch entry " + i + ": " + e.getMessage(), e);
        throw SqlExceptions.batch(entry, Arrays.copyOf(counts, i));
      }
    }
    return counts;
  }

  static int[] toInts(long[] counts) throws SQLException {
    int[] ints = new int[counts.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = toInt(counts[i]);
    }
    return ints;
  }

  // ------------------------------------------------------------------ with generated keys

  @Override
  public boolean execute(String sql, int generatedKeys) throws SQLException {
    return execute(sql, GeneratedKeys.of(generatedKeys));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    return execute(sql, GeneratedKeys.of(columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return execute(sql, GeneratedKeys.of(columns));
  }

  @Override
  public int executeUpdate(String sql, int generatedKeys) throws SQLException {
    return toInt(executeLargeUpdate(sql, GeneratedKeys.of(generatedKeys)));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return toInt(executeLargeUpdate(sql, GeneratedKeys.of(columns)));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return toInt(executeLargeUpdate(sql, GeneratedKeys.of(columns)));
  }

  @Override
  public long executeLargeUpdate(String sql, int generatedKeys) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.of(generatedKeys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.of(columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.of(columns));
  }
}
