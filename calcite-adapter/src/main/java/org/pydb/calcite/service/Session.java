package org.pydb.calcite.service;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.text.SessionText;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.plan.PlanOptions;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.table.Transaction;

/**
 * One connection's state: its transaction and its settings. Used by one thread at a time, except
 * for {@link #cancel}.
 *
 * <p>Outside a transaction each statement has one of its own. Inside, a statement that fails leaves
 * no trace, and the transaction goes on.
 */
final class Session implements SqlSession {
  private final OpenDatabase database;
  private final Savepoints savepoints = new Savepoints(this);
  private final List<Rows> cursors = new ArrayList<>();
  private boolean autoCommit = true;

  /** Whether {@code BEGIN} was said while autocommit is on. */
  private boolean begun;

  private boolean readOnly;
  private int isolation = Connection.TRANSACTION_REPEATABLE_READ;
  private String schema = Catalog.DEFAULT_SCHEMA;
  private AllowedFiles files = AllowedFiles.NONE;
  private SessionZone zone = SessionZone.of(ZoneId.systemDefault());
  private @Nullable Transaction transaction;
  private @Nullable String warning;
  private boolean closed;

  /** What runs now, to be cancelled by other threads. */
  private volatile @Nullable ExecutionContext running;

  Session(OpenDatabase database) {
    this.database = database;
  }

  OpenDatabase database() {
    return database;
  }

  // ------------------------------------------------------------------ statements

  @Override
  public SqlStatement prepare(String sql) {
    checkOpen();
    try {
      SessionStatement known = SessionStatement.ofCachedPlan(this, sql);
      return known == null ? planned(sql) : known;
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  private SqlStatement planned(String sql) {
    SqlNode statement;
    try {
      statement = PydbParser.parseStatement(sql);
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
    return Commands.isCommand(statement)
        ? new CommandStatement(this, sql, statement)
        : SessionStatement.of(this, sql, statement);
  }

  /** Throws if the session or its database is closed. */
  void checkOpen() {
    if (closed) {
      throw new SqlError("08003", "the connection has been closed");
    }
    database.checkOpen();
  }

  /** What runs from now on. */
  void setRunning(ExecutionContext context) {
    running = context;
  }

  /** Nothing runs in this context any more. */
  void clearRunning(ExecutionContext context) {
    if (running == context) {
      running = null;
    }
  }

  @Override
  public void cancel() {
    ExecutionContext now = running;
    if (now != null) {
      now.cancel("canceling statement due to user request");
    }
  }

  // ------------------------------------------------------------------ transactions

  /**
   * The transaction that is open, begun if autocommit is off; null if each statement has its own.
   */
  @Nullable Transaction current() {
    if (transaction == null && (!autoCommit || begun)) {
      transaction = begin(readOnly);
    }
    return transaction;
  }

  /** The transaction that is open already, or null. */
  @Nullable Transaction open() {
    return transaction;
  }

  /** A transaction for one statement. */
  Transaction begin(boolean forReading) {
    try {
      return database.engine().begin(forReading);
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  /** Remembers rows that are being read, to close them with their transaction or the session. */
  void keep(Rows cursor) {
    cursors.add(cursor);
  }

  void release(Rows cursor) {
    cursors.remove(cursor);
  }

  @Override
  public boolean isAutoCommit() {
    return autoCommit;
  }

  @Override
  public void setAutoCommit(boolean newAutoCommit) {
    if (newAutoCommit != autoCommit) {
      commit();
      autoCommit = newAutoCommit;
    }
  }

  @Override
  public boolean inTransaction() {
    return !autoCommit || begun;
  }

  /** What {@code BEGIN} does. */
  void beginExplicitly(@Nullable Boolean newReadOnly) {
    if (inTransaction() && transaction != null) {
      warning = "there is already a transaction in progress";
      return;
    }
    begun = autoCommit;
    transaction = begin(newReadOnly == null ? readOnly : newReadOnly);
  }

  @Override
  public void commit() {
    Transaction ending = end();
    if (ending != null) {
      try (ending) {
        ending.commit();
      } catch (RuntimeException e) {
        throw EngineErrors.translate(e);
      }
    }
  }

  @Override
  public void rollback() {
    Transaction ending = end();
    if (ending != null) {
      ending.close();
    }
  }

  private @Nullable Transaction end() {
    for (Rows cursor : List.copyOf(cursors)) {
      if (cursor.isOfOpenTransaction()) {
        cursor.close();
      }
    }
    savepoints.clear();
    begun = false;
    Transaction ending = transaction;
    transaction = null;
    return ending;
  }

  /** The savepoints of the open transaction. */
  Savepoints savepoints() {
    return savepoints;
  }

  @Override
  public long savepoint() {
    return savepoints.take();
  }

  @Override
  public void rollbackTo(long savepoint) {
    savepoints.rollbackTo(savepoint);
  }

  @Override
  public void release(long savepoint) {
    savepoints.release(savepoint);
  }

  // ------------------------------------------------------------------ settings

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void setReadOnly(boolean newReadOnly) {
    if (transaction != null && newReadOnly != readOnly) {
      throw new SqlError(
          "25001", "read-only cannot be changed within a transaction: commit or roll back first");
    }
    readOnly = newReadOnly;
  }

  @Override
  public int isolation() {
    return isolation;
  }

  @Override
  public void setIsolation(int level) {
    switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ ->
          isolation = Connection.TRANSACTION_REPEATABLE_READ;
      case Connection.TRANSACTION_SERIALIZABLE ->
          throw new SqlError(
              "0A000",
              "isolation level SERIALIZABLE is not supported yet; transactions run as REPEATABLE"
                  + " READ, each on one snapshot");
      default -> throw new SqlError("22023", "there is no isolation level " + level);
    }
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public void setSchema(String newSchema) {
    schema = newSchema;
  }

  @Override
  public void allowFiles(List<Path> directories) {
    files = new AllowedFiles(directories);
  }

  /** Where SQL may make files. */
  AllowedFiles files() {
    return files;
  }

  @Override
  public void backup(Path file, LongConsumer progress) {
    checkOpen();
    new BackupRun(this).to(file, progress, 0);
  }

  /** What plans of this session depend on besides the statement. */
  PlanOptions planOptions() {
    return database.planOptions().withSearchPath(List.of(schema));
  }

  SessionZone zone() {
    return zone;
  }

  void setZone(SessionZone newZone) {
    zone = newZone;
  }

  @Override
  public CatalogView catalog() {
    checkOpen();
    Transaction now = transaction;
    if (now != null) {
      return new CatalogSnapshot(now.catalog(), database.engine());
    }
    try (Transaction own = begin(true)) {
      return new CatalogSnapshot(own.catalog(), database.engine());
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public ValueText text() {
    return new SessionText(zone);
  }

  @Override
  public @Nullable String warning() {
    return warning;
  }

  void warn(@Nullable String newWarning) {
    warning = newWarning;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      database.forget(this);
      rollback();
      List.copyOf(cursors).forEach(Rows::close);
    }
  }
}
