package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.ddl.TemporaryTables;
import org.pydb.calcite.parser.TransactionModes;
import org.pydb.calcite.system.SystemState.OpenTransaction;
import org.pydb.engine.table.Isolation;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.TransactionOptions;

/**
 * The transactions of a session, one after the other: how they behave, when they begin and end. Not
 * thread-safe.
 *
 * <pre>
 *   none ── BEGIN, or autocommit off ──▶ announced ── first statement ──▶ open
 *    ▲                                                                     │
 *    │◀──────────────── COMMIT, ROLLBACK, a failed COMMIT ─────────────────┤
 *    │                                                            a deadlock that it lost
 *    │                                                                     ▼
 *    └──────────────────────────── COMMIT, ROLLBACK ─────────────────── given up
 * </pre>
 *
 * <p>A text of several statements is one transaction in autocommit, announced as by BEGIN before
 * each of them that finds none, and committed behind the last. A BEGIN within it has what went
 * before in the transaction that it begins.
 *
 * <p>An announced transaction has modes, which SET TRANSACTION still changes, but no snapshot. One
 * that was given up has been rolled back already, so that those who waited for it go on; it refuses
 * all statements, so that nobody takes what follows for a part of it.
 */
final class SessionTransactions {

  /** Made in good time. */
  private final SqlError outOfMemory =
      new SqlError("53200", "there was no memory left to undo a statement of the transaction");

  private final Session session;
  private final Savepoints savepoints = new Savepoints(this);
  private final List<SessionCursor> cursors = new ArrayList<>();
  private final TransactionOptions reading;

  /** A transaction that has read for one statement and has ended, to begin anew for another. */
  private @Nullable Transaction idleReader;

  private boolean autoCommit = true;

  /** Whether {@code BEGIN} was said while autocommit is on. */
  private boolean begun;

  /** Whether the transaction is that of a text of several statements, which said no BEGIN. */
  private boolean isOfText;

  private Modes defaults = Modes.DEFAULT;

  /** Of the transaction that is announced or open; null as long as the defaults hold. */
  private @Nullable Modes modes;

  private @Nullable Transaction transaction;

  /** Whether applications took locks for the transaction that runs. */
  private boolean hasApplicationLocks;

  /** What others may know of it. */
  private volatile @Nullable OpenTransaction shown;

  /** Why the transaction was given up; null unless it was. */
  private @Nullable SqlError givenUp;

  SessionTransactions(Session session) {
    this.session = session;
    reading = new TransactionOptions(Isolation.READ_COMMITTED, true, 0, session.name());
  }

  // ------------------------------------------------------------------ modes

  /** How transactions behave for which nothing else is said. */
  Modes defaults() {
    return defaults;
  }

  /** How the transaction behaves that is announced or open; if there is none, how one would. */
  Modes modes() {
    Modes own = modes;
    return own == null ? defaults : own;
  }

  /**
   * Sets how later transactions behave. One that is announced takes it too, unless it has modes of
   * its own.
   */
  void setDefaults(Modes newDefaults) {
    defaults = newDefaults;
  }

  /** What {@code SET TRANSACTION} does. */
  void set(TransactionModes said) {
    if (!inTransaction()) {
      session.warn("SET TRANSACTION can only be used in transaction blocks");
      return;
    }
    checkNotGivenUp();
    Modes now = modes();
    Modes wanted = now.with(said);
    if (transaction != null && wanted.isolation() != now.isolation()) {
      throw new SqlError(
          "25001",
          "SET TRANSACTION ISOLATION LEVEL must be called before any query of the transaction");
    }
    if (transaction != null && now.readOnly() && !wanted.readOnly()) {
      throw new SqlError(
          "25001", "transaction read-write mode must be set before any query of the transaction");
    }
    modes = wanted;
  }

  /**
   * Throws if changes for all transactions would come in the middle of one.
   *
   * @param what cannot be changed
   */
  void checkBetween(String what) {
    if (begun || transaction != null || givenUp != null) {
      throw new SqlError(
          "25001",
          what + " cannot be changed in the middle of a transaction: commit or roll back first");
    }
  }

  /** Throws if a statement may not write. */
  void checkWritable(String what) {
    if (modes().readOnly()) {
      throw new SqlError("25006", "cannot " + what + " in a read-only transaction");
    }
  }

  // ------------------------------------------------------------------ beginning

  boolean isAutoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean newAutoCommit) {
    if (newAutoCommit != autoCommit) {
      commit();
      autoCommit = newAutoCommit;
    }
  }

  /** Whether statements belong to a transaction, rather than each to one of its own. */
  boolean inTransaction() {
    return !autoCommit || begun;
  }

  /** What {@code BEGIN} does. */
  void announce(TransactionModes said) {
    checkNotGivenUp();
    if (isOfText) {
      isOfText = false;
      set(said);
      return;
    }
    if (begun || transaction != null) {
      session.warn("there is already a transaction in progress");
      set(said);
      return;
    }
    begun = autoCommit;
    modes = defaults.with(said);
  }

  /** A statement of a text of several is about to run: if it is in no transaction, it is now. */
  void announceForText() {
    if (!inTransaction()) {
      begun = true;
      isOfText = true;
      modes = defaults;
    }
  }

  /** The text has ended, and with it its transaction, if that is its own. */
  void endText(boolean isDone) {
    if (isOfText && isDone) {
      commit();
    } else if (isOfText) {
      rollback();
    }
  }

  /**
   * The transaction that is open, begun if it was announced; null if each statement has its own.
   */
  @Nullable Transaction current() {
    if (transaction == null && inTransaction()) {
      checkNotGivenUp();
      Modes own = modes();
      modes = own;
      transaction = begin(own.engineIsolation(), own.readOnly());
      shown = new OpenTransaction(Clock.micros(), own.words(), own.readOnly());
    }
    return transaction;
  }

  private void checkNotGivenUp() {
    SqlError cause = givenUp;
    if (cause != null) {
      throw new SqlError(
          "25P02",
          "the transaction was rolled back before: say ROLLBACK, then run all of it again. It ended"
              + " with: "
              + cause.getMessage(),
          cause);
    }
  }

  /** The transaction that is open already, or null. */
  @Nullable Transaction open() {
    return transaction;
  }

  /** The transaction that is open, if any. Callable from any thread. */
  @Nullable OpenTransaction shown() {
    return shown;
  }

  /** A transaction for one statement that only reads. */
  Transaction beginForReading() {
    Transaction idle = idleReader;
    idleReader = null;
    try {
      if (idle == null) {
        return session.database().engine().begin(reading);
      }
      idle.reopen();
      return idle;
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  /** Ends the transaction of one statement that has nothing to commit. */
  void end(Transaction ending) {
    ending.close();
    releaseApplicationLocks();
    if (ending.isReadOnly()) {
      idleReader = ending;
    }
  }

  /**
   * A transaction for one statement. One snapshot is all that it has, so REPEATABLE READ promises
   * no more than READ COMMITTED, which runs the statement again where the other would fail.
   */
  Transaction beginForStatement() {
    Isolation isolation = defaults.engineIsolation();
    return begin(
        isolation == Isolation.REPEATABLE_READ ? Isolation.READ_COMMITTED : isolation,
        defaults.readOnly());
  }

  /** A transaction for one statement that locks what it reads: its one snapshot is all it needs. */
  Transaction beginForLocking() {
    return begin(Isolation.READ_COMMITTED, defaults.readOnly());
  }

  /** A transaction for a batch of statements. */
  Transaction beginForBatch() {
    return begin(defaults.engineIsolation(), defaults.readOnly());
  }

  private Transaction begin(Isolation isolation, boolean readOnly) {
    long lockTimeout = session.settings().lockTimeoutMillis();
    try {
      return session
          .database()
          .engine()
          .begin(new TransactionOptions(isolation, readOnly, lockTimeout, session.name()));
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  // ------------------------------------------------------------------ ending

  /** Commits the open transaction; it has ended then, also if this fails. */
  void commit() {
    try {
      checkNotGivenUp();
    } catch (SqlError e) {
      rollback();
      throw e;
    }
    Transaction ending = transaction;
    try {
      if (ending != null) {
        List.copyOf(cursors).forEach(SessionCursor::beforeCommit);
        closeCursors();
        commit(ending);
      }
    } finally {
      end();
    }
  }

  /** Commits and closes a transaction. */
  void commit(Transaction ending) {
    try (ending) {
      String temporary = session.temporarySchema();
      if (temporary != null && ending.hasWritten()) {
        TemporaryTables.beforeCommit(ending, temporary);
      }
      ending.commit(session.settings().durability());
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    } finally {
      releaseApplicationLocks();
    }
  }

  /** The transaction that runs has locks of applications until it ends. */
  void holdApplicationLocks() {
    hasApplicationLocks = true;
  }

  private void releaseApplicationLocks() {
    if (hasApplicationLocks) {
      hasApplicationLocks = false;
      session.database().applicationLocks().endTransaction(session);
    }
  }

  /** Rolls the open transaction back, if any. */
  void rollback() {
    end();
  }

  /** Whatever fails on the way, the transaction has ended and holds no locks. */
  private void end() {
    Transaction ending = transaction;
    try {
      closeCursors();
    } finally {
      savepoints.clear();
      begun = false;
      isOfText = false;
      modes = null;
      givenUp = null;
      transaction = null;
      shown = null;
      session.settings().endTransaction();
      if (ending != null) {
        ending.close();
      }
      releaseApplicationLocks();
    }
  }

  /** Rolls the open transaction back at once, and lets nothing be done in it any more. */
  void giveUp(Transaction failed, RuntimeException cause) {
    if (failed != transaction) {
      return;
    }
    givenUp = outOfMemory; // Unless there is memory to say more.
    transaction = null;
    shown = null;
    try {
      givenUp = EngineErrors.translate(cause);
      closeCursors();
    } finally {
      savepoints.clear();
      failed.close();
      releaseApplicationLocks();
    }
  }

  /** As above, for want of memory to undo a statement that failed. */
  void giveUp(Transaction failed) {
    giveUp(failed, outOfMemory);
  }

  // ------------------------------------------------------------------ cursors and savepoints

  /** Remembers rows that are being read, to close them with their transaction or the session. */
  void keep(SessionCursor cursor) {
    cursors.add(cursor);
  }

  void release(SessionCursor cursor) {
    cursors.remove(cursor);
  }

  /** Closes the rows of the open transaction; others have transactions of their own. */
  private void closeCursors() {
    for (SessionCursor cursor : List.copyOf(cursors)) {
      if (cursor.isOfOpenTransaction()) {
        cursor.close();
      }
    }
  }

  /** Ends all. */
  void close() {
    rollback();
    List.copyOf(cursors).forEach(SessionCursor::close);
  }

  /** The savepoints of the open transaction. */
  Savepoints savepoints() {
    return savepoints;
  }
}
