package org.pydb.engine.lock;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.StatementCanceledException;

/**
 * A transaction as the lock table knows it: what it holds, what it waits for, and how to speak of
 * it. Used by the transaction's thread, except for {@link #cancel}.
 */
public final class LockOwner {

  /** Says what a key is, for messages: {@code row (42) of table "song"}. */
  public interface Names {
    /** The key's name; must not fail. */
    String describe(int tree, byte[] key);
  }

  /** Locks beyond these go to the overflow. */
  static final int HELD_IN_MEMORY_MAX = 20_000;

  private final LockTable table;
  private final long number;
  private final String name;
  private final Names names;
  private final Supplier<LockOverflow> newOverflow;
  private long timeoutMillis;

  /** What it holds, in the order of getting. */
  private final ArrayList<KeyLock> held = new ArrayList<>(8);

  /** Takes further locks once there are many; null until then. */
  private volatile @Nullable LockOverflow overflow;

  /** Locks that others have recalled from the overflow. */
  private final Queue<KeyLock> recalled = new ConcurrentLinkedQueue<>();

  private volatile boolean released;

  private volatile String statement = "";
  private volatile @Nullable LockWaiter waiting;
  private volatile @Nullable String cancelReason;

  /**
   * An owner that holds nothing.
   *
   * @param name who it is, for messages; empty if a number must do
   * @param timeoutMillis how long it waits for one lock; 0 for ever
   * @param newOverflow makes what takes the locks that are too many for memory
   */
  public LockOwner(
      LockTable table,
      String name,
      long timeoutMillis,
      Names names,
      Supplier<LockOverflow> newOverflow) {
    this.table = table;
    number = table.newOwnerNumber();
    this.name = name;
    this.timeoutMillis = timeoutMillis;
    this.names = names;
    this.newOverflow = newOverflow;
  }

  /**
   * Locks a key until {@link #releaseAll}.
   *
   * @return whether the lock is held now; false only with {@link LockWait#SKIP_LOCKED}
   * @throws org.pydb.engine.error.DeadlockException if waiting for it would never end
   * @throws org.pydb.engine.error.LockTimeoutException if it was waited for long enough, or not at
   *     all
   * @throws org.pydb.engine.error.StatementCanceledException if it was cancelled, or its thread
   *     interrupted, while it waited
   */
  public boolean lock(int tree, byte[] key, int from, int to, LockMode mode, LockWait wait) {
    return table.lock(this, tree, key, from, to, mode, wait);
  }

  /** Gives all locks back, even if there is no memory left. */
  public void releaseAll() {
    try {
      releaseOverflow();
    } finally {
      for (int i = 0; i < held.size(); i++) {
        table.release(this, held.get(i));
      }
      held.clear();
    }
  }

  private void releaseOverflow() {
    LockOverflow many = overflow;
    if (many == null) {
      return;
    }
    released = true; // What is recalled from now on, others release.
    try {
      table.removeOverflowing(this);
    } finally {
      for (KeyLock lock = recalled.poll(); lock != null; lock = recalled.poll()) {
        table.release(this, lock);
      }
      many.drop();
    }
  }

  /** Notes which statement runs now; forgets that an earlier one was cancelled. */
  public void begin(String sql) {
    statement = sql;
    cancelReason = null;
  }

  /** Ends a wait, now or later in the same statement. Callable from any thread. */
  public void cancel(String reason) {
    cancelReason = reason;
    LockWaiter waiter = waiting;
    if (waiter != null) {
      waiter.wake();
    }
  }

  /**
   * Throws if the statement was cancelled.
   *
   * @throws StatementCanceledException with the reason
   */
  public void checkCanceled() {
    String reason = cancelReason;
    if (reason != null) {
      throw new StatementCanceledException(reason);
    }
  }

  /** How long it waits for one lock from now on; 0 for ever. */
  public void setTimeout(long millis) {
    timeoutMillis = millis;
  }

  // ------------------------------------------------------------------ for the lock table

  /** Where the next lock goes, if there are many already. */
  @Nullable LockOverflow overflowIfMany() {
    LockOverflow many = overflow;
    if (many == null && held.size() >= table.heldInMemoryMax) {
      many = newOverflow.get();
      overflow = many;
      table.addOverflowing(this);
    }
    return many;
  }

  @Nullable LockMode modeInOverflow(long hash, int tree, byte[] key, int from, int to) {
    LockOverflow many = overflow;
    return many == null || released ? null : many.find(hash, tree, key, from, to);
  }

  /**
   * Takes back a lock that somebody has recalled from the overflow.
   *
   * @return false if this will not release it any more
   */
  boolean addRecalled(KeyLock lock) {
    recalled.add(lock);
    return !released;
  }

  /** Makes sure that the next {@link #add} does not fail. */
  void reserve() {
    held.ensureCapacity(held.size() + 1);
  }

  void add(KeyLock lock) {
    held.add(lock);
  }

  long timeoutMillis() {
    return timeoutMillis;
  }

  @Nullable LockWaiter waiting() {
    return waiting;
  }

  void setWaiting(@Nullable LockWaiter waiter) {
    waiting = waiter;
  }

  /** Why its wait is to end; null as long as it may wait. */
  @Nullable String cancelReason() {
    return cancelReason;
  }

  String describe(int tree, byte[] key) {
    return names.describe(tree, key);
  }

  /** Who it is. */
  public String name() {
    return name.isEmpty() ? "transaction " + number : name;
  }

  /** The statement that it ran last; empty if nobody said. */
  public String statement() {
    return statement;
  }

  /** Who it is and what it runs. */
  @Override
  public String toString() {
    String sql = statement;
    return sql.isEmpty() ? name() : name() + " (running: " + shortened(sql) + ")";
  }

  /** The most characters of a statement that a message shows. */
  private static final int STATEMENT_LENGTH_MAX = 200;

  private static String shortened(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= STATEMENT_LENGTH_MAX
        ? line
        : line.substring(0, STATEMENT_LENGTH_MAX) + " …";
  }
}
