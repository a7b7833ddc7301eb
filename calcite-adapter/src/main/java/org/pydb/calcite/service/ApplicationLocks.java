package org.pydb.calcite.service;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Locks on numbers that mean something to applications alone: PostgreSQL's advisory locks of
 * sessions. Who has one may take it again, and gives it back as often. A deadlock of them is not
 * found: who waits can be cancelled. Thread-safe.
 */
final class ApplicationLocks {
  private static final long LOOK_UP_MILLIS = 10;

  private record Held(Session session, int times) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private final Map<Long, Held> held = new HashMap<>();

  /** Takes a lock; false if another session has it, and nobody is to wait. */
  boolean lock(Session session, long key, boolean waits, Runnable checkCanceled) {
    lock.lock();
    try {
      while (!take(session, key)) {
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

  @SuppressWarnings("ReferenceEquality") // the same session
  private boolean take(Session session, long key) {
    Held now = held.get(key);
    if (now != null && now.session != session) {
      return false;
    }
    held.put(key, new Held(session, now == null ? 1 : now.times + 1));
    return true;
  }

  /** Gives a lock back once; false if the session does not have it. */
  @SuppressWarnings("ReferenceEquality")
  boolean unlock(Session session, long key) {
    lock.lock();
    try {
      @Nullable Held now = held.get(key);
      if (now == null || now.session != session) {
        return false;
      }
      if (now.times > 1) {
        held.put(key, new Held(session, now.times - 1));
      } else {
        held.remove(key);
        given.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives all locks of a session back. */
  @SuppressWarnings("ReferenceEquality")
  void unlockAll(Session session) {
    lock.lock();
    try {
      if (held.values().removeIf(now -> now.session == session)) {
        given.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
