package org.pydb.jdbc.statement;

import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.BatchError;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.jdbc.bind.PydbParameterMetaData;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.result.PydbResultSet;
import org.pydb.jdbc.result.PydbResultSetMetaData;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;

/** A statement that was prepared once, and runs as often as wanted. */
public final class PydbPreparedStatement extends ParameterStatement {
  private final SqlStatement statement;
  private final List<ParameterValues> batch = new ArrayList<>();

  /** A statement of a connection. */
  public PydbPreparedStatement(
      Connection connection, SessionGate gate, ResultKind kind, SqlStatement statement) {
    super(connection, gate, kind, statement.parameters());
    this.statement = statement;
  }

  @Override
  Runnable cancellation() {
    return statement::cancel;
  }

  // ------------------------------------------------------------------ running

  @Override
  public ResultSet executeQuery() throws SQLException {
    gate().enter();
    try {
      checkYieldsRows(statement);
      startOver();
      return query();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  private PydbResultSet query() throws SQLException {
    SqlResult rows = statement.execute(parameters().toRun(), timeoutMillis());
    parameters().lendTo(rows);
    return query(statement, rows);
  }

  @Override
  public boolean execute() throws SQLException {
    gate().enter();
    try {
      startOver();
      if (statement.kind() == SqlStatement.Kind.QUERY) {
        query();
        return true;
      }
      return run(statement, parameters().toRun());
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    gate().enter();
    try {
      checkYieldsCount(statement);
      startOver();
      run(statement, parameters().toRun());
      return updateCount();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      gate().leave();
    }
  }

  @Override
  public int executeUpdate() throws SQLException {
    return toInt(executeLargeUpdate());
  }

  // ------------------------------------------------------------------ batches

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    batch.add(parameters().toRun().copy());
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return PydbStatement.toInts(executeLargeBatch());
  }

  /** Runs the statement for each entry; in autocommit all of them are one transaction. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    gate().enter();
    try {
      checkBatchable();
      startOver();
      if (batch.isEmpty()) {
        return new long[0];
      }
      long[] counts = statement.executeBatch(batch, timeoutMillis());
      giveKeys(statement, statement.takeBatchKeys());
      return counts;
    } catch (BatchError e) {
      throw SqlExceptions.batch(failure(e), e.counts());
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      batch.clear();
      gate().leave();
    }
  }

  private void checkBatchable() throws SQLException {
    try {
      checkYieldsCount(statement);
    } catch (SQLException e) {
      throw SqlExceptions.batch(e, new long[0]);
    }
  }

  // ------------------------------------------------------------------ what it is

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return statement.kind() == SqlStatement.Kind.QUERY
        ? new PydbResultSetMetaData(statement.columns(), gate())
        : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new PydbParameterMetaData(parameters().places());
  }

  /** What is known of the parameters if the first one takes the value of the only column. */
  ParameterMetaData parametersOfCall() throws SQLException {
    checkOpen();
    ColumnInfo value = statement.columns().get(0);
    List<ParameterInfo> places = new ArrayList<>(parameters().places());
    places.set(0, new ParameterInfo(value.type(), value.typeName()));
    return new PydbParameterMetaData(places, true);
  }

  @Override
  public String toString() {
    return statement.toString();
  }

  // ------------------------------------------------------------------ what is not for it

  private static SQLException hasText() {
    return SqlExceptions.of(
        SqlStates.WRONG_STATE,
        "a prepared statement has its text already: use the method without one, or a Statement");
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    throw hasText();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String sql, int generatedKeys) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    throw hasText();
  }

  @Override
  public int executeUpdate(String sql, int generatedKeys) throws SQLException {
    throw hasText();
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    throw hasText();
  }

  @Override
  public long executeLargeUpdate(String sql, int generatedKeys) throws SQLException {
    throw hasText();
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    throw hasText();
  }
}
