package org.pydb.jdbc.session;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlSession;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.registry.DatabaseLease;

/**
 * The way to one connection's session, for one thread at a time. Thread-safe.
 *
 * <p>Who uses the session, or a statement or result of it, enters before and leaves after. Only
 * cancelling and closing do not wait for their turn: closing cancels whoever is inside.
 */
public final class SessionGate {
  private static final long CANCEL_AGAIN_MILLIS = 10;

  private final DatabaseLease lease;
  private final SqlSession session;
  private final @Nullable SessionListener listener;
  private final ReentrantLock lock = new ReentrantLock();

  /** What is to be done inside by whoever leaves next. */
  private final Queue<Runnable> leftToDo = new ConcurrentLinkedQueue<>();

  /** Set before the session is closed, so that nobody enters any more. */
  private volatile boolean closed;

  private SessionGate(DatabaseLease lease, SqlSession session, @Nullable SessionListener listener) {
    this.lease = lease;
    this.session = session;
    this.listener = listener;
  }

  /**
   * A gate before a new session of the leased database; both end with the gate.
   *
   * @param listener is told what becomes of it, if somebody wants to know
   */
  public static SessionGate open(DatabaseLease lease, @Nullable SessionListener listener)
      throws SQLException {
    SqlSession session = null;
    try {
      session = lease.database().connect();
      return new SessionGate(lease, session, listener);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (session == null) {
        lease.close();
      }
    }
  }

  /**
   * Waits until no other thread is inside, and enters. A thread that is inside may enter again.
   * Each entry is followed by {@link #leave}.
   *
   * @throws SQLException 08003 if the connection is closed; then nothing was entered
   */
  public SqlSession enter() throws SQLException {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw closedError();
    }
    return session;
  }

  /** As {@link #enter}, but waits no longer than this; false if the time was too short. */
  public boolean tryEnter(long seconds) throws SQLException {
    if (!tryLock(TimeUnit.SECONDS.toMillis(seconds))) {
      return false;
    }
    if (closed) {
      lock.unlock();
      throw closedError();
    }
    return true;
  }

  /** Leaves after {@link #enter}. */
  public void leave() {
    lock.unlock();
    if (!leftToDo.isEmpty()) {
      doWhatIsLeft();
    }
  }

  /**
   * Does something inside: now if nobody else is in there, or else when that one leaves, on its
   * thread. Never waits.
   */
  public void enterSometime(Runnable work) {
    leftToDo.add(work);
    doWhatIsLeft();
  }

  private void doWhatIsLeft() {
    // Whoever has the lock looks again after giving it back, so nothing stays behind.
    while (!leftToDo.isEmpty() && lock.tryLock()) {
      try {
        for (Runnable work = leftToDo.poll(); work != null; work = leftToDo.poll()) {
          work.run();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether another thread is inside. */
  public boolean isBusyElsewhere() {
    return lock.isLocked() && !lock.isHeldByCurrentThread();
  }

  /** Who waits for a lock of the database now. Waits for nobody itself. */
  public List<LockWait> lockWaits() {
    return lease.database().lockWaits();
  }

  /** What sessions of the database run now. Waits for nobody itself. */
  public List<RunningStatement> runningStatements() {
    return lease.database().runningStatements();
  }

  /** The session, for calls that need not wait, or from inside. */
  public SqlSession session() {
    return session;
  }

  /** Whether the connection was closed. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Throws if the connection was closed.
   *
   * @throws SQLException 08003
   */
  public void checkOpen() throws SQLException {
    if (closed) {
      throw closedError();
    }
  }

  private static SQLException closedError() {
    return SqlExceptions.of(SqlStates.CONNECTION_CLOSED, "the connection is closed");
  }

  /** Lets nobody in any more and stops who is inside, without waiting; {@link #close} follows. */
  public void shut() {
    closed = true;
    session.cancel();
  }

  /**
   * Stops what runs, rolls back, ends the session and gives the database back. Does nothing when
   * closed.
   */
  public void close() throws SQLException {
    closed = true;
    while (!tryLock(CANCEL_AGAIN_MILLIS)) {
      session.cancel();
    }
    try {
      session.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      lock.unlock();
      giveBack();
    }
  }

  private void giveBack() throws SQLException {
    try {
      lease.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (listener != null) {
        listener.ended();
      }
    }
  }

  /** Tells the listener of a prepared statement that was closed. */
  public void tellClosed(Statement statement) {
    if (listener != null && statement instanceof PreparedStatement prepared) {
      listener.closed(prepared);
    }
  }

  /**
   * Tells the listener of a failure, if nothing more can be done after it.
   *
   * @param statement whose it is; null if it is that of none
   */
  public void tellFailed(@Nullable Statement statement, SQLException failure) {
    String state = failure.getSQLState();
    if (listener == null || state == null || !state.startsWith("08")) {
      return;
    }
    if (statement instanceof PreparedStatement prepared) {
      listener.failed(prepared, failure);
    }
    listener.failed(failure);
  }

  /** Tries to lock within the time; an interrupt is kept for the caller. */
  private boolean tryLock(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      return lock.tryLock(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return lock.tryLock();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
