package org.pydb.engine.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.error.LockTimeoutException;
import org.pydb.engine.error.StatementCanceledException;
import org.pydb.engine.vfs.Vfs;

/**
 * The locks on keys of all transactions of a database. Thread-safe.
 *
 * <p>A key is a tree's id and bytes; nobody asks whether the tree has it, so one can lock a key
 * that is about to be inserted. Locks are held until their transaction has ended. They are in
 * memory only: a crash ends all transactions.
 *
 * <p>The table is striped by the key's hash, and nobody holds two stripes. A transaction that has
 * to wait first puts itself into the lock's queue and then looks for a cycle ({@link
 * DeadlockSearch}); of the transactions of a cycle, the last to come finds all others waiting, so
 * every deadlock is found, at once, by the one that completes it.
 *
 * <p>A transaction with very many locks keeps further ones in a {@link LockOverflow}. Whoever then
 * finds no lock on a key in memory asks the overflows, and {@linkplain #recall recalls} the lock
 * into memory if one has it. So a lock in memory always knows all its holders.
 */
public final class LockTable {
  private static final int STRIPES = 64;

  /** How long somebody waits before he looks whether he was forgotten. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vfs.VfsClock clock;
  final int heldInMemoryMax;
  private final LockSpin spin;
  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicLong owners = new AtomicLong();
  private final DeadlockSearch deadlocks = new DeadlockSearch(this);

  /** Who waits; for people who look. */
  private final List<LockWaiter> waiters = new ArrayList<>();

  /** Those who have locks that only their overflow knows of; replaced, never changed. */
  private volatile LockOwner[] overflowing = {};

  private final ReentrantLock overflowLock = new ReentrantLock();

  private final ReentrantLock waitersLock = new ReentrantLock();

  /**
   * A table without locks.
   *
   * @param clock for lock timeouts
   */
  public LockTable(Vfs.VfsClock clock) {
    this(clock, LockOwner.HELD_IN_MEMORY_MAX);
  }

  /**
   * A table without locks.
   *
   * @param clock for lock timeouts
   * @param heldInMemoryMax locks of one owner beyond these go to its overflow; few let a test fill
   *     it quickly
   */
  public LockTable(Vfs.VfsClock clock, int heldInMemoryMax) {
    this.clock = clock;
    this.heldInMemoryMax = heldInMemoryMax;
    spin = new LockSpin(clock);
    Arrays.setAll(stripes, i -> new Stripe());
  }

  /** A part of the table: a hash table of chained locks. */
  static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable KeyLock[] buckets = new @Nullable KeyLock[16];

    @GuardedBy("lock")
    private int size;

    @GuardedBy("lock")
    private @Nullable KeyLock find(int hash, int tree, byte[] key, int from, int to) {
      KeyLock found = buckets[bucket(hash, buckets.length)];
      while (found != null && !found.isOf(hash, tree, key, from, to)) {
        found = found.next;
      }
      return found;
    }

    private static int bucket(int hash, int length) {
      return hash >>> 6 & length - 1; // The lowest bits have chosen the stripe.
    }

    @GuardedBy("lock")
    private void add(KeyLock added) {
      if (size > buckets.length) {
        grow();
      }
      size++;
      int at = bucket(added.hash, buckets.length);
      added.next = buckets[at];
      buckets[at] = added;
    }

    @GuardedBy("lock")
    private void grow() {
      @Nullable KeyLock[] old = buckets;
      buckets = new @Nullable KeyLock[2 * old.length];
      for (KeyLock first : old) {
        for (KeyLock moved = first; moved != null; ) {
          KeyLock rest = moved.next;
          int at = bucket(moved.hash, buckets.length);
          moved.next = buckets[at];
          buckets[at] = moved;
          moved = rest;
        }
      }
    }

    @GuardedBy("lock")
    private void removeIfFree(KeyLock removed) {
      if (!removed.isFree()) {
        return;
      }
      int at = bucket(removed.hash, buckets.length);
      KeyLock before = buckets[at];
      if (before == removed) {
        buckets[at] = removed.next;
        size--;
        return;
      }
      while (before != null && before.next != removed) {
        before = before.next;
      }
      if (before != null) {
        before.next = removed.next;
        size--;
      }
    }
  }

  long newOwnerNumber() {
    return owners.incrementAndGet();
  }

  private Stripe stripe(int hash) {
    return stripes[hash & STRIPES - 1];
  }

  // ------------------------------------------------------------------ locking

  boolean lock(
      LockOwner owner, int tree, byte[] key, int from, int to, LockMode mode, LockWait wait) {
    long hash = KeyHash.of(tree, key, from, to);
    Stripe stripe = stripe((int) hash);
    String description = null;
    while (true) {
      LockWaiter waiter = null;
      stripe.lock.lock();
      try {
        KeyLock lock = findOrAdd(stripe, owner, hash, tree, key, from, to, mode);
        LockMode held = lock == null ? mode : lock.modeOf(owner);
        if (lock == null || (held != null && held.covers(mode))) {
          return true;
        }
        boolean grantable = lock.isGrantable(owner, mode);
        if (!grantable && wait == LockWait.SKIP_LOCKED) {
          return false;
        }
        try {
          owner.reserve(); // From here on it may hold the lock, and must then know of it.
          if (grantable) {
            lock.hold(owner, mode);
          }
        } catch (OutOfMemoryError e) {
          stripe.removeIfFree(lock);
          throw e;
        }
        if (grantable) {
          if (held == null) {
            owner.add(lock);
          }
          return true;
        }
        if (description != null) {
          waiter = new LockWaiter(owner, lock, mode, held != null, description);
          lock.enqueue(waiter);
          if (wait == LockWait.NOWAIT) {
            refuse(waiter);
          }
        }
      } finally {
        stripe.lock.unlock();
      }
      if (waiter != null) {
        await(waiter, stripe);
        return true;
      }
      // Others may ask as soon as it waits, and to describe a key may mean to read.
      description = owner.describe(tree, Arrays.copyOfRange(key, from, to));
    }
  }

  /** The lock on a key; null if the key went to the owner's overflow, and nobody else has it. */
  @GuardedBy("stripe.lock")
  private @Nullable KeyLock findOrAdd(
      Stripe stripe,
      LockOwner owner,
      long hash,
      int tree,
      byte[] key,
      int from,
      int to,
      LockMode mode) {
    KeyLock lock = stripe.find((int) hash, tree, key, from, to);
    if (lock == null && overflowing.length > 0) {
      lock = recall(stripe, hash, tree, key, from, to);
    }
    if (lock == null) {
      LockOverflow overflow = owner.overflowIfMany();
      if (overflow != null) {
        overflow.add(hash, tree, key, from, to, mode);
        return null;
      }
      lock = new KeyLock((int) hash, tree, Arrays.copyOfRange(key, from, to));
      stripe.add(lock);
    }
    return lock;
  }

  private static void refuse(LockWaiter waiter) {
    List<LockOwner> blockers;
    try {
      blockers = waiter.lock.blockers(waiter);
    } finally {
      waiter.lock.dequeue(waiter);
    }
    throw new LockTimeoutException(
        "could not obtain lock on " + waiter.description + ": held by " + describe(blockers));
  }

  /** Brings the lock on a key into memory, if there are owners that have it in their overflow. */
  @GuardedBy("stripe.lock")
  private @Nullable KeyLock recall(
      Stripe stripe, long hash, int tree, byte[] key, int from, int to) {
    KeyLock lock = null;
    for (LockOwner large : overflowing) {
      LockMode mode = large.modeInOverflow(hash, tree, key, from, to);
      if (mode != null) {
        if (lock == null) {
          lock = new KeyLock((int) hash, tree, Arrays.copyOfRange(key, from, to));
          stripe.add(lock);
        }
        lock.hold(large, mode);
        if (!large.addRecalled(lock)) {
          lock.release(large); // It has ended meanwhile, and will not come to do that.
        }
      }
    }
    return lock;
  }

  /** Notes that an owner has locks that only its overflow knows of. */
  void addOverflowing(LockOwner owner) {
    overflowLock.lock();
    try {
      LockOwner[] more = Arrays.copyOf(overflowing, overflowing.length + 1);
      more[overflowing.length] = owner;
      overflowing = more;
    } finally {
      overflowLock.unlock();
    }
  }

  /** Ends what {@link #addOverflowing} began. */
  void removeOverflowing(LockOwner owner) {
    overflowLock.lock();
    try {
      overflowing =
          Arrays.stream(overflowing).filter(other -> other != owner).toArray(LockOwner[]::new);
    } finally {
      overflowLock.unlock();
    }
  }

  private void await(LockWaiter waiter, Stripe stripe) {
    LockOwner owner = waiter.owner;
    try {
      owner.setWaiting(waiter);
      deadlocks.check(waiter);
      note(waiter);
      long timeout = TimeUnit.MILLISECONDS.toNanos(owner.timeoutMillis());
      long begin = clock.nanos();
      long tried = begin;
      while (!waiter.isGranted()) {
        if (waiter.takeTurn()) {
          spin.await(waiter);
          continue;
        }
        String reason = owner.cancelReason();
        if (reason == null && Thread.currentThread().isInterrupted()) {
          reason = "canceling statement because its thread was interrupted";
        }
        if (reason != null) {
          throw canceled(reason, waiter);
        }
        long left = timeout - (clock.nanos() - begin);
        if (timeout != 0 && left <= 0) {
          throw timeout(waiter);
        }
        LockSupport.parkNanos(this, timeout == 0 ? RETRY_NANOS : Math.min(left, RETRY_NANOS));
        if (clock.nanos() - tried >= RETRY_NANOS) {
          tried = clock.nanos();
          grantAgain(waiter, stripe);
        }
      }
    } finally {
      owner.setWaiting(null);
      forget(waiter);
      leave(waiter, stripe);
    }
  }

  /** Makes up for what a release has left undone, if there was no memory for it. */
  private static void grantAgain(LockWaiter waiter, Stripe stripe) {
    stripe.lock.lock();
    try {
      waiter.lock.grantWaiters();
    } finally {
      stripe.lock.unlock();
    }
  }

  private StatementCanceledException canceled(String reason, LockWaiter waiter) {
    return new StatementCanceledException(
        reason
            + " while it waited for "
            + waiter.description
            + ", locked by "
            + describe(blockers(waiter)));
  }

  private LockTimeoutException timeout(LockWaiter waiter) {
    return new LockTimeoutException(
        "canceling statement due to lock timeout: after "
            + waiter.owner.timeoutMillis()
            + " ms, "
            + waiter.description
            + " is still locked by "
            + describe(blockers(waiter)));
  }

  /** Ends a wait; it may have been granted even though it was given up. */
  private static void leave(LockWaiter waiter, Stripe stripe) {
    if (!waiter.isGranted()) {
      stripe.lock.lock();
      try {
        waiter.lock.dequeue(waiter);
        waiter.lock.grantWaiters(); // Those behind it may be compatible with the holders.
        stripe.removeIfFree(waiter.lock);
      } finally {
        stripe.lock.unlock();
      }
    }
    if (waiter.isGranted() && !waiter.upgrades) {
      waiter.owner.add(waiter.lock);
    }
  }

  /** Takes a lock from one of its holders. Fails for nothing: who then waits in vain asks again. */
  void release(LockOwner owner, KeyLock lock) {
    Stripe stripe = stripe(lock.hash);
    stripe.lock.lock();
    try {
      lock.release(owner);
      lock.grantWaiters();
      stripe.removeIfFree(lock);
    } catch (OutOfMemoryError e) {
      assert true; // See grantAgain.
    } finally {
      stripe.lock.unlock();
    }
  }

  /** How many keys are locked or waited for. */
  int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        size += stripe.size;
      } finally {
        stripe.lock.unlock();
      }
    }
    return size;
  }

  // ------------------------------------------------------------------ who waits for whom

  /** Those that a waiter waits for now. */
  List<LockOwner> blockers(LockWaiter waiter) {
    Stripe stripe = stripe(waiter.lock.hash);
    stripe.lock.lock();
    try {
      return waiter.isGranted() ? List.of() : waiter.lock.blockers(waiter);
    } finally {
      stripe.lock.unlock();
    }
  }

  /** All that a waiter waits for now, directly or through others that wait for the same key. */
  List<LockOwner> allBlockers(LockWaiter waiter) {
    Stripe stripe = stripe(waiter.lock.hash);
    stripe.lock.lock();
    try {
      return waiter.lock.allBlockers(waiter);
    } finally {
      stripe.lock.unlock();
    }
  }

  /** Whether somebody else holds what a waiter waits for, in a mode that shuts it out. */
  boolean holdsUp(LockOwner holder, LockWaiter waiter) {
    Stripe stripe = stripe(waiter.lock.hash);
    stripe.lock.lock();
    try {
      LockMode held = holder == waiter.owner ? null : waiter.lock.modeOf(holder);
      return held != null && held.conflictsWith(waiter.mode);
    } finally {
      stripe.lock.unlock();
    }
  }

  /** Ends the wait of one that is given up. */
  void withdraw(LockWaiter waiter) {
    Stripe stripe = stripe(waiter.lock.hash);
    stripe.lock.lock();
    try {
      waiter.lock.dequeue(waiter);
    } finally {
      stripe.lock.unlock();
    }
  }

  private static String describe(List<LockOwner> owners) {
    return owners.stream().map(LockOwner::toString).collect(Collectors.joining(", "));
  }

  private void note(LockWaiter waiter) {
    waitersLock.lock();
    try {
      waiters.add(waiter);
    } finally {
      waitersLock.unlock();
    }
  }

  private void forget(LockWaiter waiter) {
    waitersLock.lock();
    try {
      waiters.remove(waiter);
    } finally {
      waitersLock.unlock();
    }
  }

  /**
   * Somebody who waits for a lock.
   *
   * @param waiter who
   * @param statement what it runs
   * @param key what it waits for, such as {@code row (42) of table "song"}
   * @param mode how it wants it
   * @param holders those that it waits for, in the order in which they go
   */
  public record Wait(
      String waiter, String statement, String key, LockMode mode, List<String> holders) {}

  /** All that wait at the moment, the longest first. */
  public List<Wait> waits() {
    List<LockWaiter> now;
    waitersLock.lock();
    try {
      now = List.copyOf(waiters);
    } finally {
      waitersLock.unlock();
    }
    List<Wait> waits = new ArrayList<>(now.size());
    for (LockWaiter waiter : now) {
      List<LockOwner> blockers = blockers(waiter);
      if (!blockers.isEmpty()) {
        waits.add(
            new Wait(
                waiter.owner.name(),
                waiter.owner.statement(),
                waiter.description,
                waiter.mode,
                blockers.stream().map(LockOwner::name).toList()));
      }
    }
    return waits;
  }

  /** Throws if a waiter waits, over others, for itself. */
  static DeadlockException deadlock(List<LockWaiter> cycle) {
    StringBuilder text = new StringBuilder("deadlock detected: ");
    for (int i = 0; i < cycle.size(); i++) {
      LockWaiter waiter = cycle.get(i);
      LockOwner next = cycle.get((i + 1) % cycle.size()).owner;
      text.append(i == 0 ? "" : "; ")
          .append(waiter.owner)
          .append(" waits for ")
          .append(waiter.description)
          .append(", blocked by ")
          .append(next.name());
    }
    return new DeadlockException(
        text.append(". The first of them was given up: roll it back and run it again").toString());
  }
}
