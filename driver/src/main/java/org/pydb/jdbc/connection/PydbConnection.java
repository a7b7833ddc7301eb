package org.pydb.jdbc.connection;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlSession;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.function.SqlFunction;
import org.pydb.jdbc.metadata.MetaDataSource;
import org.pydb.jdbc.metadata.PydbDatabaseMetaData;
import org.pydb.jdbc.registry.DatabaseLease;
import org.pydb.jdbc.registry.DatabaseRegistry;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.session.SessionListener;
import org.pydb.jdbc.statement.Escapes;
import org.pydb.jdbc.statement.FunctionCall;
import org.pydb.jdbc.statement.GeneratedKeys;
import org.pydb.jdbc.statement.PydbPreparedStatement;
import org.pydb.jdbc.statement.PydbStatement;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * A session as a {@code Connection}. Thread-safe: threads take turns, except for those that close,
 * abort or cancel, which stop who is inside.
 */
public final class PydbConnection extends ConnectionSettings {

  /** A question to the session. */
  @FunctionalInterface
  private interface Call<T> {
    T in(SqlSession session) throws SQLException;
  }

  /** A change of the session. */
  @FunctionalInterface
  private interface Step {
    void in(SqlSession session) throws SQLException;
  }

  private final MetaDataSource metaData;

  private PydbConnection(SessionGate gate, String url, DatabaseUrl parsed) {
    super(gate);
    metaData =
        new MetaDataSource(
            this, gate, url, parsed.user(), parsed.mode() == DatabaseLocation.Mode.READ_ONLY);
  }

  /**
   * Connects, opening the database if need be.
   *
   * @param url as it was given
   * @param parsed what it says, with the properties
   */
  public static PydbConnection open(String url, DatabaseUrl parsed) throws SQLException {
    return open(url, parsed, DatabaseRegistry.OF_THIS_JVM.acquire(parsed), null);
  }

  /** Connects to a database that is open; the share in it is given back in the end. */
  static PydbConnection open(
      String url, DatabaseUrl parsed, DatabaseLease lease, @Nullable SessionListener listener)
      throws SQLException {
    if (!"off".equals(parsed.get(ConnectionProperty.WARM_UP))) {
      SqlDatabases.warmUp();
    }
    SessionGate gate = SessionGate.open(lease, listener);
    int mark = url.indexOf('?');
    PydbConnection connection =
        new PydbConnection(gate, mark < 0 ? url : url.substring(0, mark), parsed);
    try {
      connection.apply(parsed);
      return connection;
    } catch (SQLException e) {
      gate.close();
      throw e;
    }
  }

  private void apply(DatabaseUrl url) throws SQLException {
    String schema = url.get(ConnectionProperty.SCHEMA);
    if (schema != null) {
      setSchema(schema);
    }
    run(session -> session.allowFiles(url.files()));
    set(url, ConnectionProperty.CURRENT_SCHEMA, "search_path");
    set(url, ConnectionProperty.USER, "session_authorization");
    set(url, ConnectionProperty.ISOLATION, "default_transaction_isolation");
    set(url, ConnectionProperty.LOCK_TIMEOUT, "lock_timeout");
    set(url, ConnectionProperty.STATEMENT_TIMEOUT, "statement_timeout");
    set(url, ConnectionProperty.PARALLELISM, "parallelism");
    set(url, ConnectionProperty.DURABILITY, "durability");
    if (metaData.readOnly()) {
      setReadOnly(true);
    }
  }

  private void set(DatabaseUrl url, ConnectionProperty property, String parameter)
      throws SQLException {
    String value = url.get(property);
    if (value != null) {
      run(session -> session.set(parameter, value));
    }
  }

  private void run(Step step) throws SQLException {
    boolean unused =
        inside(
            session -> {
              step.in(session);
              return true;
            });
  }

  private <T> T inside(Call<T> call) throws SQLException {
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

  // ------------------------------------------------------------------ functions

  /**
   * Has SQL call a function written in Java: in statements of all connections to the database,
   * until it is closed by the last of them. It is in no file, so register it whenever the database
   * is opened. It replaces the one that has the same name.
   *
   * @throws SQLException 42723 if SQL has a function of its own by that name
   */
  public void registerFunction(SqlFunction function) throws SQLException {
    run(session -> session.register(function.definition()));
  }

  /**
   * Forgets a function written in Java.
   *
   * @return false if there was none of that name
   */
  public boolean unregisterFunction(String name) throws SQLException {
    return inside(session -> session.unregister(name));
  }

  // ------------------------------------------------------------------ backups

  /**
   * Writes what is committed now into a new database file, while others go on. Opening that file is
   * restoring it. Allowed anywhere, whatever directories the URL allows to SQL.
   *
   * @param file the file to make; {@code .pydb} is added if missing
   * @throws SQLException if the file exists (58030) or the disk is full (53100); then there is no
   *     file that was not there before
   */
  public void backup(Path file) throws SQLException {
    backup(file, pages -> {});
  }

  /**
   * Does the same.
   *
   * @param progress is told from time to time how many pages of 8 KB have been written; what it
   *     throws ends the backup and comes out of this method
   */
  public void backup(Path file, LongConsumer progress) throws SQLException {
    SqlSession session = gate().enter();
    try {
      session.backup(file, progress);
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    } finally {
      gate().leave();
    }
  }

  /**
   * Writes what is committed now into a new database file with another key, as {@code VACUUM INTO}
   * does. Allowed anywhere, whatever directories the URL allows to SQL.
   *
   * @param file the file to make; {@code .pydb} is added if missing
   * @param key gives the new key, in an array that is overwritten; null for a file that is not
   *     encrypted
   * @throws SQLException as of {@link #backup(Path)}
   */
  public void vacuumInto(Path file, Supplier<char @Nullable []> key) throws SQLException {
    run(session -> session.copyInto(file, key, pages -> {}));
  }

  /**
   * Copies a backup, or any database that nobody has open, to another place; the copy is read again
   * and all of it checked before it gets its name.
   *
   * @param backup the file; a log beside it counts, too
   * @param target the file to make
   * @throws SQLException if the target exists (58030), or the backup is damaged (XX001); then there
   *     is no file that was not there before
   */
  public static void restore(Path backup, Path target) throws SQLException {
    restore(backup, target, () -> null);
  }

  /**
   * Does the same with an encrypted one.
   *
   * @param key gives its key, which the copy has as well, in an array that is overwritten
   */
  public static void restore(Path backup, Path target, Supplier<char @Nullable []> key)
      throws SQLException {
    try {
      SqlDatabases.restore(backup, target, key, pages -> {});
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    }
  }

  // ------------------------------------------------------------------ rows in and out

  /**
   * Has the rows of a text go into a table, much faster than by single inserts: all of them, or
   * none.
   *
   * @param sql {@code COPY table [(columns)] FROM STDIN [WITH (FORMAT csv, HEADER, …)]}
   * @param rows in UTF-8; a mark of byte order at its beginning is skipped. It stays open
   * @return how many rows
   * @throws SQLException if the text is not of the format (22P04), not UTF-8 (22021), or a row
   *     cannot be inserted; the message names line and column
   */
  public long copyIn(String sql, InputStream rows) throws SQLException {
    return copy(session -> session.copyIn(sql, rows));
  }

  /** Does the same with characters. */
  public long copyIn(String sql, Reader rows) throws SQLException {
    return copy(session -> session.copyIn(sql, rows));
  }

  /**
   * Writes the rows of a table or query as text, in UTF-8.
   *
   * @param sql {@code COPY table [(columns)] TO STDOUT [WITH (FORMAT csv, HEADER, …)]}, or {@code
   *     COPY (query) TO STDOUT}
   * @param rows is flushed and stays open
   * @return how many rows
   */
  public long copyOut(String sql, OutputStream rows) throws SQLException {
    return copyOut(sql, new BufferedWriter(new OutputStreamWriter(rows, StandardCharsets.UTF_8)));
  }

  /** Writes the same as characters. */
  public long copyOut(String sql, Writer rows) throws SQLException {
    return copy(
        session -> {
          long count = session.copyOut(sql, rows);
          rows.flush();
          return count;
        });
  }

  // ------------------------------------------------------------------ scripts

  /**
   * Writes what is committed now as a script of SQL that makes it anew, in UTF-8: definitions, rows
   * as COPY has them, then keys, indexes and views. {@link #runScript(Path)} on an empty database
   * restores it. Others go on meanwhile.
   *
   * @param file gets its name when it is whole, and takes the place of one that is there
   */
  public void dump(Path file) throws SQLException {
    dump(file, rows -> {});
  }

  /**
   * Does the same.
   *
   * @param progress is told from time to time how many rows have been written; what it throws ends
   *     the dump
   */
  public void dump(Path file, LongConsumer progress) throws SQLException {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Path part = Files.createTempFile(directory, file.getFileName() + ".", "-part");
      try {
        try (Writer script = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
          dump(script, progress);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the dump cannot be written: " + e, e));
    }
  }

  /** Writes the same to a writer, which is flushed and stays open. */
  public void dump(Writer script, LongConsumer progress) throws SQLException {
    long unused =
        copy(
            session -> {
              session.dump(script, progress);
              script.flush();
              return 0;
            });
  }

  /**
   * Runs a script: statements with semicolons between, and the rows of {@code COPY … FROM STDIN}
   * behind it. In autocommit each statement is committed by itself; after {@code
   * setAutoCommit(false)} a script that fails can be rolled back as a whole.
   *
   * @param file in UTF-8
   * @return how many statements
   * @throws SQLException of the first statement that fails; the message names its line
   */
  public long runScript(Path file) throws SQLException {
    try (InputStream script = Files.newInputStream(file)) {
      return runScript(script);
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the script cannot be read: " + e, e));
    }
  }

  /** Does the same with a script in UTF-8, which stays open. */
  public long runScript(InputStream script) throws SQLException {
    return copy(session -> session.runScript(script));
  }

  /** Runs a script of characters. */
  public long runScript(Reader script) throws SQLException {
    return copy(session -> session.runScript(script));
  }

  /** Asks what runs on this connection now, be it a copy, to stop with 57014; any thread may. */
  public void cancel() throws SQLException {
    gate().checkOpen();
    gate().session().cancel();
  }

  /** What a session does with a stream. */
  private interface Copy {
    long of(SqlSession session) throws IOException;
  }

  private long copy(Copy copy) throws SQLException {
    SqlSession session = gate().enter();
    try {
      return copy.of(session);
    } catch (SqlError e) {
      throw SqlExceptions.of(e);
    } catch (IOException e) {
      throw SqlExceptions.of(new SqlError("58030", "the rows cannot be written: " + e, e));
    } finally {
      gate().leave();
    }
  }

  /**
   * Who waits for a lock of the database now, and for whom, one sentence each; those that wait
   * longest come first. Any connection may ask, also while it waits itself.
   */
  public List<String> lockWaits() throws SQLException {
    gate().checkOpen();
    return gate().lockWaits().stream().map(LockWait::toString).toList();
  }

  /**
   * What the connections of the database run now and how far it has come, one sentence each; what
   * runs longest comes first. Any connection may ask, also for a statement of its own that another
   * thread runs.
   */
  public List<String> runningStatements() throws SQLException {
    gate().checkOpen();
    return gate().runningStatements().stream().map(RunningStatement::toString).toList();
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
