package org.pydb.calcite.service;

import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.LargeSpool;
import org.pydb.calcite.api.ScrollableResult;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.ddl.TemporaryTables;
import org.pydb.calcite.dump.ScriptReader;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.text.SessionText;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.option.PlanCancellation;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.parser.IsolationLevel;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.plan.PlanOptions;
import org.pydb.calcite.start.WarmUp;
import org.pydb.calcite.system.SystemState.SessionActivity;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Durability;
import org.pydb.engine.table.Isolation;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.TransactionOptions;

/**
 * One connection's state: its transaction and its settings. Used by one thread at a time, except
 * for {@link #cancel}.
 *
 * <p>Outside a transaction each statement has one of its own. Inside, a statement that fails leaves
 * no trace, and the transaction goes on.
 */
final class Session implements SqlSession {
  private static final System.Logger LOGGER = System.getLogger("org.pydb");

  /** How long the end of a session waits for others who define something. */
  private static final long TEMPORARY_WAIT_MILLIS = 5_000;

  private final OpenDatabase database;
  private final int number;
  private final String name;
  private final long connectedMicros = Clock.micros();
  private final Settings settings = new Settings();
  private final SessionTransactions transactions;
  private final SessionSequences.Given givenNumbers = new SessionSequences.Given();

  /** Keys of batches that may still be read. */
  private final Map<BatchKeys, SqlResult> keys = new HashMap<>();

  private AllowedFiles files = AllowedFiles.NONE;
  private Parallelism parallelism = Parallelism.NONE;
  private String user = "";
  private @Nullable String warning;
  private @Nullable String temporarySchema;
  private boolean closed;

  /** What runs now, to be cancelled by other threads. */
  private final Running running = new Running();

  /** Ends the planning for what runs when that is to end. */
  private final PlanCancellation planCancellation = new PlanCancellation(running::cancelReason);

  private long lastExecution;

  /**
   * A session.
   *
   * @param number which one it is of the database
   */
  Session(OpenDatabase database, long number) {
    this.database = database;
    this.number = (int) number;
    this.name = "connection " + number;
    transactions = new SessionTransactions(this);
  }

  /** Which one it is of the database. */
  int number() {
    return number;
  }

  /** Who it is, for those who wait for it. */
  String name() {
    return name;
  }

  OpenDatabase database() {
    return database;
  }

  /** The user that the connection named: everybody may do everything. */
  String user() {
    return user;
  }

  /** Says who the user is, before the first statement; null changes nothing. */
  void nameUser(@Nullable String newUser) {
    user = newUser == null ? user : newUser;
  }

  // ------------------------------------------------------------------ statements

  @Override
  public SqlStatement prepare(String sql, long timeoutMillis) {
    checkOpen();
    HiddenKey text = HiddenKey.of(sql);
    Transaction open = transactions.open();
    try {
      if (open != null) {
        open.beginStatement(text.sql()); // It is planned for what it will see.
      }
      StatementShape shape = database.shape(text.sql(), planContext());
      SessionStatement known = SessionStatement.ofCachedPlan(this, shape);
      return known == null ? planned(shape, text.key(), timeoutMillis) : known;
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  /** Keys of batches that may still be read. */
  Map<BatchKeys, SqlResult> keys() {
    return keys;
  }

  @Override
  public SqlStatement prepare(String sql, KeyColumns wanted, long timeoutMillis) {
    boolean isSecret = HiddenKey.of(sql).key() != null; // And no change that gives keys of rows.
    SqlStatement statement = prepare(isSecret ? sql : withReturning(sql, wanted), timeoutMillis);
    if (statement instanceof SessionStatement planned) {
      planned.giveRowsAsKeys();
    }
    return statement;
  }

  /** A statement with a RETURNING for the keys, if it is a change that has none. */
  private String withReturning(String sql, KeyColumns wanted) {
    checkOpen();
    Transaction open = transactions.open();
    Transaction now = open == null ? transactions.beginForReading() : open;
    try {
      SqlNode statement = PydbParser.parseStatement(sql);
      return new KeyReturning(now.catalog(), searchPath()).add(sql, statement, wanted);
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    } finally {
      if (open == null) {
        transactions.end(now);
      }
    }
  }

  private SqlStatement planned(
      StatementShape shape, char @Nullable [] hiddenKey, long timeoutMillis) {
    String sql = shape.text();
    WarmUp.planning();
    SqlNode statement = parsed(sql);
    if (Commands.isCommand(statement)) {
      return new CommandStatement(this, shape, hiddenKey, statement);
    }
    return running.within(() -> planned(shape, statement, timeoutMillis));
  }

  private static SqlNode parsed(String sql) {
    try {
      return PydbParser.parseStatement(sql);
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  /** The table whose rows a query gives as they are; null if there is none. */
  @Nullable TableDefinition queriedTable(String sql) {
    return QueriedTable.of(parsed(sql), currentCatalog(), searchPath().schemas());
  }

  /**
   * A copy, say, plans its statement while it runs, and is to be cancelled afterwards as before.
   */
  private SqlStatement planned(StatementShape shape, SqlNode statement, long timeoutMillis) {
    Execution planning = new Execution(this, new Running(), shape);
    try {
      planning.begin(timeoutMillis);
      return SessionStatement.of(this, shape, statement);
    } finally {
      planning.end(); // Not a run of the statement.
    }
  }

  /** Throws if the session or its database is closed. */
  void checkOpen() {
    if (closed) {
      throw new SqlError("08003", "the connection has been closed");
    }
    database.checkOpen();
  }

  /** What runs now. */
  Running running() {
    return running;
  }

  /** What it does now. Callable from any thread. */
  SessionActivity activity() {
    return new SessionActivity(name, connectedMicros, running.statement(), transactions.shown());
  }

  /** The number of an execution that begins; no other one of the session has it. */
  long nextExecution() {
    return ++lastExecution;
  }

  @Override
  public void cancel() {
    running.cancel("canceling statement due to user request");
  }

  // ------------------------------------------------------------------ transactions

  /** The transactions, one after the other. */
  SessionTransactions transactions() {
    return transactions;
  }

  @Override
  public boolean isAutoCommit() {
    return transactions.isAutoCommit();
  }

  @Override
  public void setAutoCommit(boolean newAutoCommit) {
    transactions.setAutoCommit(newAutoCommit);
  }

  @Override
  public void beginPartOfText() {
    checkOpen();
    transactions.announceForText();
  }

  @Override
  public void endText(boolean isDone) {
    transactions.endText(isDone);
  }

  @Override
  public boolean inTransaction() {
    return transactions.inTransaction();
  }

  @Override
  public void commit() {
    transactions.commit();
  }

  @Override
  public void rollback() {
    transactions.rollback();
  }

  @Override
  public long savepoint() {
    return transactions.savepoints().take();
  }

  @Override
  public void rollbackTo(long savepoint) {
    transactions.savepoints().rollbackTo(savepoint);
  }

  @Override
  public void release(long savepoint) {
    transactions.savepoints().release(savepoint);
  }

  @Override
  public boolean isReadOnly() {
    return transactions.defaults().readOnly();
  }

  @Override
  public void setReadOnly(boolean newReadOnly) {
    if (newReadOnly != isReadOnly()) {
      transactions.checkBetween("read-only");
      transactions.setDefaults(transactions.defaults().with(newReadOnly));
    }
  }

  @Override
  public int isolation() {
    return switch (transactions.modes().isolation()) {
      case READ_UNCOMMITTED -> Connection.TRANSACTION_READ_UNCOMMITTED;
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
    };
  }

  @Override
  public void setIsolation(int level) {
    IsolationLevel wanted =
        switch (level) {
          case Connection.TRANSACTION_READ_UNCOMMITTED -> IsolationLevel.READ_UNCOMMITTED;
          case Connection.TRANSACTION_READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
          case Connection.TRANSACTION_REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
          case Connection.TRANSACTION_SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
          default -> throw new SqlError("22023", "there is no isolation level " + level);
        };
    if (level != isolation()) {
      transactions.checkBetween("the isolation level");
    }
    transactions.setDefaults(transactions.defaults().with(wanted));
  }

  // ------------------------------------------------------------------ settings

  /** What SET changes. */
  Settings settings() {
    return settings;
  }

  /** How many threads its queries may use. */
  Parallelism parallelism() {
    Settings.Values now = settings.now();
    Parallelism known = parallelism;
    if (known.threadsMax() != now.parallelism() || known.rowsMin() != now.parallelRowsMin()) {
      known = new Parallelism(database.workers(), now.parallelism(), now.parallelRowsMin());
      parallelism = known;
    }
    return known;
  }

  @Override
  public void set(String parameter, String value) {
    new SettingCommands(this).begin(parameter, value);
  }

  /** What cannot be dropped now goes when the database is opened next. */
  private void dropTemporaryTables() {
    String own = temporarySchema;
    if (own == null) {
      return;
    }
    TransactionOptions options =
        new TransactionOptions(Isolation.READ_COMMITTED, false, TEMPORARY_WAIT_MILLIS, name);
    try (Transaction last = database.engine().begin(options)) {
      TemporaryTables.drop(last, own);
      last.commit(Durability.RELAXED);
    } catch (EngineException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "temporary tables are left for later", e);
    }
  }

  @Override
  public @Nullable String schema() {
    return searchPath().current(currentCatalog());
  }

  @Override
  public void setSchema(String newSchema) {
    SearchPath path = new SearchPath(List.of(newSchema));
    settings.set(values -> values.with(path));
  }

  /** Where names are looked up that say no schema. */
  SearchPath searchPath() {
    SearchPath path = settings.now().searchPath();
    String own = temporarySchema;
    return own == null ? path : path.withTemporary(own);
  }

  /** The schema of its temporary tables; null as long as it has made none. */
  @Nullable String temporarySchema() {
    return temporarySchema;
  }

  /** Gives it a schema for temporary tables, unless it has one. */
  void useTemporaryTables() {
    if (temporarySchema == null) {
      temporarySchema = TemporarySchemas.next();
    }
  }

  /** What sequences gave it. */
  SessionSequences.Given givenNumbers() {
    return givenNumbers;
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
  public void register(JavaFunction function) {
    checkOpen();
    database.register(function);
  }

  @Override
  public boolean unregister(String function) {
    checkOpen();
    return database.unregister(function);
  }

  @Override
  public void backup(Path file, LongConsumer progress) {
    checkOpen();
    BackupRun.of(this, file, null, progress);
  }

  @Override
  public void copyInto(Path file, Supplier<char @Nullable []> key, LongConsumer progress) {
    checkOpen();
    BackupRun.of(this, file, key::get, progress);
  }

  @Override
  public long copyIn(String sql, Reader rows) {
    return copyIn(sql, new CopyInput(rows));
  }

  @Override
  public long copyIn(String sql, InputStream rows) {
    return copyIn(sql, CopyInput.utf8(rows));
  }

  private long copyIn(String sql, CopyInput rows) {
    return new CopyRun(this, sql).in(rows);
  }

  @Override
  public long copyOut(String sql, Writer rows) {
    return new CopyRun(this, sql).out(rows);
  }

  @Override
  public void dump(Writer script, LongConsumer progress) {
    checkOpen();
    DumpRun.of(this, script, progress);
  }

  @Override
  public List<String> statements(String sql) {
    int semicolon = sql.indexOf(';');
    return semicolon < 0 || sql.substring(semicolon + 1).isBlank()
        ? List.of(sql)
        : ScriptReader.statements(sql);
  }

  @Override
  public long runScript(Reader script) {
    checkOpen();
    return new ScriptRun(this).run(new CopyInput(script));
  }

  @Override
  public long runScript(InputStream script) {
    checkOpen();
    return new ScriptRun(this).run(CopyInput.utf8(script));
  }

  @Override
  public LargeSpool spool() {
    return new LargeSpool(database().engine().spillSpace().stream());
  }

  @Override
  public ScrollableResult keep(
      SqlResult rows, List<ColumnInfo> columns, long rowsMax, boolean isForward) {
    boolean hasLocks = rows instanceof Rows running && running.hasOwnLocks();
    ScrolledRows kept = new ScrolledRows(this, rows, columns, rowsMax, isForward && !hasLocks);
    if (hasLocks) {
      long unused = kept.count(); // Locks that end with the last row would be in the caller's way.
    }
    return kept;
  }

  /** What plans of this session depend on besides the statement. */
  PlanOptions planOptions() {
    return database
        .planOptions()
        .withSearchPath(searchPath().schemas())
        .withRules(settings.now().planRules())
        .withCancellation(planCancellation);
  }

  /** The same as text, by which plans are told apart. */
  private String planContext() {
    PlanRules rules = settings.now().planRules();
    String path = String.join(",", searchPath().schemas());
    return rules.areAllOn() ? path : path + '\n' + rules;
  }

  SessionZone zone() {
    return settings.zone();
  }

  @Override
  public CatalogView catalog() {
    checkOpen();
    return new CatalogSnapshot(newestCatalog(), database.engine(), database.functions());
  }

  /** The definitions that it sees now. */
  Catalog definitions() {
    return currentCatalog();
  }

  /** What a statement would see that began now: under READ COMMITTED what others did meanwhile. */
  private Catalog newestCatalog() {
    Transaction now = transactions.open();
    boolean isFixed =
        now != null && (now.isolation() != Isolation.READ_COMMITTED || now.hasOwnDefinitions());
    return isFixed ? currentCatalog() : committedCatalog();
  }

  private Catalog currentCatalog() {
    Transaction now = transactions.open();
    return now == null ? committedCatalog() : now.catalog();
  }

  private Catalog committedCatalog() {
    try (Transaction own = transactions.beginForReading()) {
      return own.catalog();
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public String quoted(String name) {
    return PydbDialect.INSTANCE.quoteIdentifier(name);
  }

  @Override
  public ValueText text() {
    return new SessionText(zone());
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
      List.copyOf(keys.values()).forEach(SqlResult::close);
      transactions.close();
      dropTemporaryTables();
    }
  }
}
