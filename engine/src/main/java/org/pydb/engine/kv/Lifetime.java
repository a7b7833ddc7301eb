package org.pydb.engine.kv;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.DatabaseClosedException;

/**
 * Lets something be used by many until it is closed. Closing waits for those who use it, and closes
 * first what was opened of it; who comes later is refused. Thread-safe.
 */
final class Lifetime {
  private final String what;
  private final @Nullable Lifetime parent;
  private final Runnable last;
  private final Set<Lifetime> children = ConcurrentHashMap.newKeySet();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * A life that begins.
   *
   * @param what what it is, for messages
   * @param parent what it was opened of, and is open now; or null
   * @param last what closes it
   */
  Lifetime(String what, @Nullable Lifetime parent, Runnable last) {
    this.what = what;
    this.parent = parent;
    this.last = last;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  /** Does something that needs it, and what it was opened of, open. */
  <T extends @Nullable Object> T whileOpen(Supplier<T> use) {
    return parent == null ? whileOpenHere(use) : parent.whileOpen(() -> whileOpenHere(use));
  }

  private <T extends @Nullable Object> T whileOpenHere(Supplier<T> use) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new DatabaseClosedException(what + " is closed");
      }
      return use.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Closes it, once. */
  void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        children.forEach(Lifetime::close);
        last.run();
      }
    } finally {
      lock.writeLock().unlock();
      if (parent != null) {
        parent.children.remove(this);
      }
    }
  }
}
