package org.pydb.calcite.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Locks on numbers that mean something to applications alone: PostgreSQL's advisory locks. A
 * session that has one may take it again, and gives it back as often; what it took for its
 * transaction it gives back when that ends, be it that it took it behind a savepoint and went back
 * there. A deadlock of them is not found: who waits can be cancelled. Thread-safe.
 */
final class ApplicationLocks {
  private static final long LOOK_UP_MILLIS = 10;

  /**
   * Who has a lock.
   *
   * @param times how often the session took it for itself
   * @param ofTransaction whether it has it for its transaction as well
   */
  private record Held(Session session, int times, boolean ofTransaction) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private final Map<Long, Held> held = new HashMap<>();

  /** Takes a lock; false if another session has it, and nobody is to wait. */
  boolean lock(
      Session session, long key, boolean ofTransaction, boolean waits, Runnable checkCanceled) {
    lock.lock();
    try {
      while (!take(session, key, ofTransaction)) {
        if (!waits) {
          return false;
        }
        checkCanceled.run();
        boolean unused = given.await(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlError("57014", "canceling statement: its thread was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Session session, long key, boolean ofTransaction) {
    Held now = held.get(key);
    if (now != null && now.session != session) {
      return false;
    }
    int times = now == null ? 0 : now.times;
    boolean isOfTransaction = ofTransaction || (now != null && now.ofTransaction);
    held.put(key, new Held(session, ofTransaction ? times : times + 1, isOfTransaction));
    return true;
  }

  /** Gives a lock back once; false if the session does not have it. */
  boolean unlock(Session session, long key) {
    lock.lock();
    try {
      @Nullable Held now = held.get(key);
      if (now == null || now.session != session || now.times == 0) {
        return false;
      }
      keep(key, new Held(session, now.times - 1, now.ofTransaction));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives all locks of a session back, but those of its transaction. */
  void unlockAll(Session session) {
    change(session, now -> new Held(session, 0, now.ofTransaction));
  }

  /** Gives all locks of a session's transaction back. */
  void endTransaction(Session session) {
    change(session, now -> new Held(session, now.times, false));
  }

  private void change(Session session, UnaryOperator<Held> change) {
    lock.lock();
    try {
      for (Map.Entry<Long, Held> entry : List.copyOf(held.entrySet())) {
        if (entry.getValue().session == session) {
          keep(entry.getKey(), change.apply(entry.getValue()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(long key, Held now) {
    if (now.times > 0 || now.ofTransaction) {
      held.put(key, now);
    } else {
      held.remove(key);
      given.signalAll();
    }
  }
}
