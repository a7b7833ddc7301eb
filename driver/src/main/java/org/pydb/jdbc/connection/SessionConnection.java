package org.pydb.jdbc.connection;

import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlSession;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.metadata.MetaDataSource;
import org.pydb.jdbc.metadata.PydbDatabaseMetaData;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.statement.Escapes;
import org.pydb.jdbc.statement.FunctionCall;
import org.pydb.jdbc.statement.GeneratedKeys;
import org.pydb.jdbc.statement.PydbPreparedStatement;
import org.pydb.jdbc.statement.PydbStatement;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * A session as a {@code Connection}: its statements and transactions, where names are looked up,
 * and its end.
 */
abstract class SessionConnection extends ConnectionSettings {

  /** A question to the session. */
  @FunctionalInterface
  interface Call<T> {
    T in(SqlSession session) throws SQLException;
  }

  /** A change of the session. */
  @FunctionalInterface
  interface Step {
    void in(SqlSession session) throws SQLException;
  }

  private final MetaDataSource metaData;

  SessionConnection(SessionGate gate, String url, DatabaseUrl parsed) {
    super(gate);
    metaData =
        new MetaDataSource(
            this, gate, url, parsed.user(), parsed.mode() == DatabaseLocation.Mode.READ_ONLY);
  }

  final void run(Step step) throws SQLException {
    boolean unused =
        inside(
            session -> {
              step.in(session);
              return true;
            });
  }

  final <T> T inside(Call<T> call) throws SQLException {
    SqlSession session = gate().enter();
    try {
      return call.in(session);
    } catch (RuntimeException e) {
      SQLException failure = SqlExceptions.of(e);
      gate().tellFailed(null, failure);
      throw failure;
    } finally {
      gate().leave();
    }
  }

  // ------------------------------------------------------------------ statements

  @Override
  public Statement createStatement() throws SQLException {
    gate().checkOpen();
    return new PydbStatement(this, gate(), resultKind());
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, getHoldability());
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    gate().checkOpen();
    return new PydbStatement(this, gate(), resultKind(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepareStatement(sql, (KeyColumns) null, resultKind());
  }

  private PreparedStatement prepareStatement(String sql, @Nullable KeyColumns keys, ResultKind kind)
      throws SQLException {
    return inside(
        session ->
            new PydbPreparedStatement(
                this, gate(), kind, GeneratedKeys.prepare(session, sql, keys, 0)));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql, type, concurrency, getHoldability());
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    gate().checkOpen();
    return prepareStatement(sql, null, resultKind(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.of(generatedKeys), resultKind());
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.of(columns), resultKind());
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.of(columns), resultKind());
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    gate().checkOpen();
    ResultKind kind = resultKind(type, concurrency, holdability);
    return inside(session -> FunctionCall.prepare(this, gate(), kind, sql));
  }

  /** The grammar reads most of JDBC's escapes itself: these stay as they are. */
  @Override
  public String nativeSQL(String sql) throws SQLException {
    gate().checkOpen();
    return Escapes.translate(sql);
  }

  // ------------------------------------------------------------------ transactions

  @Override
  public boolean getAutoCommit() throws SQLException {
    return inside(SqlSession::isAutoCommit);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    run(session -> session.setAutoCommit(autoCommit));
  }

  @Override
  public void commit() throws SQLException {
    run(
        session -> {
          checkTransaction(session, "commit");
          session.commit();
        });
  }

  @Override
  public void rollback() throws SQLException {
    run(
        session -> {
          checkTransaction(session, "roll back");
          session.rollback();
        });
  }

  private static void checkTransaction(SqlSession session, String what) throws SQLException {
    if (!session.inTransaction()) {
      throw SqlExceptions.of(
          SqlStates.NO_TRANSACTION,
          "there is nothing to "
              + what
              + ": the connection is in autocommit mode; call setAutoCommit(false) first");
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return inside(session -> new PydbSavepoint(gate(), savepoint(session), null));
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return inside(session -> new PydbSavepoint(gate(), savepoint(session), name));
  }

  private static long savepoint(SqlSession session) throws SQLException {
    if (!session.inTransaction()) {
      throw SqlExceptions.of(
          SqlStates.NO_TRANSACTION,
          "a savepoint needs a transaction: call setAutoCommit(false) first");
    }
    return session.savepoint();
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    long number = number(savepoint);
    run(session -> session.rollbackTo(number));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    long number = number(savepoint);
    run(session -> session.release(number));
  }

  private long number(Savepoint savepoint) throws SQLException {
    if (savepoint instanceof PydbSavepoint own && own.owner() == gate()) {
      return own.number();
    }
    throw SqlExceptions.of(
        SqlStates.NO_SUCH_SAVEPOINT, "the savepoint was not taken by this connection");
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return inside(SqlSession::isReadOnly);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    if (!readOnly && metaData.readOnly()) {
      throw SqlExceptions.of(
          SqlStates.READ_ONLY, "the database was opened with open=readonly: it stays so");
    }
    run(session -> session.setReadOnly(readOnly));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return inside(SqlSession::isolation);
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    run(session -> session.setIsolation(level));
  }

  // ------------------------------------------------------------------ where names are looked up

  @Override
  public @Nullable String getSchema() throws SQLException {
    return inside(session -> Optional.ofNullable(session.schema())).orElse(null);
  }

  /** With null, names are looked up again where the URL says. */
  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    run(
        session -> {
          if (schema == null) {
            session.prepare("RESET search_path").execute(ParameterValues.NONE, 0).close();
            return;
          }
          List<String> schemas = session.catalog().schemas();
          if (!schemas.contains(schema)) {
            throw SqlExceptions.of(
                SqlStates.NO_SUCH_SCHEMA,
                "schema \"" + schema + "\" does not exist; there are " + schemas);
          }
          session.setSchema(schema);
        });
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    gate().checkOpen();
    return new PydbDatabaseMetaData(metaData);
  }

  // ------------------------------------------------------------------ the end

  @Override
  public boolean isClosed() {
    return gate().isClosed();
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw SqlExceptions.invalidArgument(
          "a timeout of " + timeoutSeconds + " s: expected 0 or more");
    }
    if (gate().isClosed()) {
      return false;
    }
    try {
      if (!gate().tryEnter(timeoutSeconds == 0 ? Integer.MAX_VALUE : timeoutSeconds)) {
        return false;
      }
    } catch (SQLException e) {
      return false;
    }
    try {
      gate().session().catalog();
      return true;
    } catch (RuntimeException e) {
      return false;
    } finally {
      gate().leave();
    }
  }

  @Override
  public void close() throws SQLException {
    gate().close();
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null) {
      throw SqlExceptions.invalidArgument("abort needs an executor: it has none of its own");
    }
    if (gate().isClosed()) {
      return;
    }
    gate().shut();
    executor.execute(this::closeQuietly);
  }

  private void closeQuietly() {
    try {
      gate().close();
    } catch (SQLException e) {
      // Nobody waits for the end of an aborted connection.
    }
  }
}
