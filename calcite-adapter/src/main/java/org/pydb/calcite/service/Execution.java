package org.pydb.calcite.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.spill.Progress;
import org.pydb.calcite.exec.spill.SpillCount;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.table.TableAccess;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.error.StatementRestartException;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * One execution of a statement, over all its runs, and what may end it early; then, if its
 * statement likes, the next one. Used by one thread, except for {@link #cancel}.
 *
 * <p>Under READ COMMITTED a statement that finds a row changed since its snapshot runs again, on a
 * new snapshot and with the locks that it has got. The time limit is one for all the runs.
 */
final class Execution implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger("org.pydb");

  /** Runs in all. Each finds a row that the one before did not get, so more means trouble. */
  private static final int RUNS_MAX = 1000;

  /** That somebody wants the execution with a number to end. */
  private record Cancellation(long number, String reason) {}

  private final Session session;
  private final Running running;
  private final StatementShape statement;
  private final TableAccess access = new TableAccess();
  private final ExecutionContext context;
  private final Progress progress;
  private volatile long micros;

  /** When it began, by the clock that measures spans. */
  private long nanos;

  /** How many it has given or changed. */
  private long rows;

  /** Where the statement was counted last. */
  private @Nullable StatementFigures figures;

  private @Nullable ScheduledFuture<?> alarm;

  /** Of the execution that runs, among all of the session. */
  private volatile long number;

  /** What was asked for last; it counts only if the number is that of the execution. */
  private final AtomicReference<@Nullable Cancellation> cancellation = new AtomicReference<>();

  /** In which it locks or writes. */
  private volatile @Nullable Transaction transaction;

  /**
   * An execution, to be begun.
   *
   * @param running where the statement has what it runs, to be cancelled
   */
  Execution(Session session, Running running, StatementShape statement) {
    this.session = session;
    this.running = running;
    this.statement = statement;
    progress = new Progress(this::tell);
    context =
        new ExecutionContext(
            session.database().memory(),
            session.database().engine().spillSpace(),
            access,
            progress,
            this::cancelReason);
    context.serve(new SessionSequences(session, access));
  }

  /**
   * Begins; close it.
   *
   * @param timeoutMillis after so long, or the session's {@code statement_timeout} if that is less,
   *     it ends with 57014; 0 for no limit of its own
   * @return this
   */
  Execution begin(long timeoutMillis) {
    long begun = session.nextExecution();
    number = begun;
    long now = Clock.micros();
    micros = now;
    nanos = System.nanoTime();
    rows = 0;
    progress.begin(now, 1000 * session.settings().progressIntervalMillis());
    running.set(this, begun);
    session.running().set(this, begun);
    long ofSession = session.settings().statementTimeoutMillis();
    boolean own = timeoutMillis > 0 && (ofSession == 0 || timeoutMillis <= ofSession);
    long limit = own ? timeoutMillis : ofSession;
    if (limit > 0) {
      String whose = own ? "its timeout" : "statement_timeout";
      String reason = "canceling statement due to " + whose + " of " + limit + " ms";
      alarm = Clock.after(limit, () -> cancel(begun, reason));
    }
    return this;
  }

  /** Says in the log how far it is; not what it is, which may hold what is nobody's business. */
  private void tell(String line) {
    String where = session.database().engine().description();
    LOGGER.log(
        System.Logger.Level.INFO, where + ": a statement of " + session.name() + ", " + line);
  }

  /** What runs, and how far it is. Callable from any thread. */
  RunningStatement statement() {
    Progress.Figures figures = progress.figures();
    return new RunningStatement(
        session.name(),
        statement.text(),
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
        figures.rowsRead(),
        figures.rowsExpected(),
        figures.spilledRows(),
        figures.spilledBytes(),
        figures.rereadRows());
  }

  /** Says how many rows it has given or changed. */
  void giveRows(long count) {
    rows = count;
  }

  /** Counts it among those that have ended, if the session likes. */
  private void count() {
    if (!session.settings().now().countsStatements()) {
      return;
    }
    long taken = System.nanoTime() - nanos;
    StatementStatistics all = session.database().endedStatements();
    StatementFigures known = figures;
    boolean isFirst = known == null || known.isDropped();
    if (known == null || isFirst) {
      known = all.of(statement);
      figures = known;
    }
    known.count(session.number(), taken, rows, micros);
    if (isFirst) {
      all.makeRoom();
    }
  }

  /** Makes the execution with a number fail soon, and no other. Callable from any thread. */
  void cancel(long itsNumber, String reason) {
    Cancellation asked = new Cancellation(itsNumber, reason);
    cancellation.accumulateAndGet(asked, Execution::later);
    Transaction waiting = transaction;
    if (waiting != null && number == itsNumber) {
      waiting.cancel(reason);
    }
  }

  private static @Nullable Cancellation later(
      @Nullable Cancellation one, @Nullable Cancellation other) {
    return one == null || (other != null && other.number >= one.number) ? other : one;
  }

  /** Why it is to end; null if it is not. */
  @Nullable String cancelReason() {
    Cancellation asked = cancellation.getAcquire();
    return asked != null && asked.number == number ? asked.reason : null;
  }

  /** Throws 57014 if it was cancelled. */
  void checkCanceled() {
    String reason = cancelReason();
    if (reason != null) {
      throw new SqlError("57014", reason);
    }
  }

  /**
   * The context of a run, in a transaction in which the statement has begun.
   *
   * @param literals the values of literals that the plan leaves open
   */
  ExecutionContext context(Transaction now, ParameterValues values, @Nullable Object[] literals) {
    return context(now, now.view(), values, literals);
  }

  /** The same for a statement that reads nothing. */
  ExecutionContext contextWithoutView(
      Transaction now, ParameterValues values, @Nullable Object[] literals) {
    return context(now, null, values, literals);
  }

  private ExecutionContext context(
      Transaction now, @Nullable View view, ParameterValues values, @Nullable Object[] literals) {
    access.begin(now, view);
    context.begin(values, literals, micros, session.zone());
    context.parallelize(session.parallelism());
    checkCanceled();
    return context;
  }

  /** Room for rows that outlive this execution, which are to be closed with the session. */
  Workspace workspace(String name) {
    return new Workspace(
        session.database().memory(),
        session.database().engine().spillSpace(),
        name,
        this::checkCanceled,
        new SpillCount(),
        progress);
  }

  /** The context for reading what was computed already. */
  ExecutionContext idleContext() {
    return context;
  }

  /**
   * Runs a statement that locks or writes, to its end. If it fails, it has left no trace but for
   * its locks.
   *
   * @param body what it does, in each run
   */
  <T> T run(Transaction now, Supplier<T> body) {
    transaction = now;
    try {
      return runAgainAndAgain(now, body);
    } finally {
      transaction = null; // Later statements of the transaction are not to be cancelled with this.
    }
  }

  private <T> T runAgainAndAgain(Transaction now, Supplier<T> body) {
    now.setLockTimeout(session.settings().lockTimeoutMillis());
    Transaction.Savepoint before = now.savepoint();
    for (int run = 1; ; run++) {
      try {
        beginStatement(now);
        T result = body.get();
        now.endStatement();
        now.release(before);
        return result;
      } catch (StatementRestartException e) {
        now.rollbackTo(before);
        if (run == RUNS_MAX) {
          throw new SqlError("40001", e.getMessage() + "; so it was " + RUNS_MAX + " times", e);
        }
      } catch (RuntimeException e) {
        undo(now, before, e);
        throw EngineErrors.translate(e);
      } catch (Error e) {
        undo(now, before, e);
        throw e;
      }
    }
  }

  private void beginStatement(Transaction now) {
    now.beginStatement(statement.text());
    checkCanceled(); // Now, since beginning has forgotten about it.
  }

  /** Within a body: the statement is done, and begins once more with other values. */
  void beginAgain(Transaction now) {
    now.endPart();
    beginStatement(now);
  }

  private void undo(Transaction now, Transaction.Savepoint before, Throwable cause) {
    if (!now.isOpen()) {
      return;
    }
    boolean undone = false;
    try {
      now.rollbackTo(before);
      now.release(before);
      undone = true;
    } finally {
      if (!undone) {
        session.transactions().giveUp(now); // Half a statement must not be committed.
      }
    }
    if (cause instanceof DeadlockException deadlock) {
      session.transactions().giveUp(now, deadlock);
    }
  }

  @Override
  public void close() {
    count();
    end();
  }

  /** Ends it without counting it. */
  void end() {
    running.clear(number);
    session.running().clear(number);
    access.end();
    context.end();
    ScheduledFuture<?> set = alarm;
    if (set != null) {
      set.cancel(false);
      alarm = null;
    }
  }
}
