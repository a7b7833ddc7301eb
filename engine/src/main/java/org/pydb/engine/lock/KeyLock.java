package org.pydb.engine.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock on one key: who holds it, and who waits for it, in the order of coming. Guarded by its
 * stripe's lock.
 *
 * <p>Waiting is fair: nobody gets in who would make one that came earlier wait longer. Only a
 * holder that wants a stronger mode goes before those that hold nothing: they could not get in
 * before it ends anyway.
 */
final class KeyLock {
  final int hash;
  final int tree;
  final byte[] key;

  /** The next lock in the same bucket. */
  @Nullable KeyLock next;

  /** The only holder, as is the rule; null if there is none or {@link #holders} has them. */
  private @Nullable LockOwner holder;

  private LockMode holderMode = LockMode.KEY_SHARE;
  private @Nullable LockHolders holders;
  private @Nullable Deque<LockWaiter> queue;

  KeyLock(int hash, int tree, byte[] key) {
    this.hash = hash;
    this.tree = tree;
    this.key = key;
  }

  boolean isOf(int otherHash, int otherTree, byte[] bytes, int from, int to) {
    return hash == otherHash
        && tree == otherTree
        && Arrays.equals(key, 0, key.length, bytes, from, to);
  }

  boolean isFree() {
    return holder == null && holders == null && !hasWaiters();
  }

  // ------------------------------------------------------------------ holders

  /** What somebody holds, or null. */
  @Nullable LockMode modeOf(LockOwner owner) {
    LockHolders many = holders;
    if (many != null) {
      return many.modeOf(owner);
    }
    return holder == owner ? holderMode : null;
  }

  /** Makes somebody a holder, or a holder's mode stronger. */
  void hold(LockOwner owner, LockMode mode) {
    LockHolders many = holders;
    LockOwner single = holder;
    if (many == null && (single == null || single == owner)) {
      holder = owner;
      holderMode = mode;
      return;
    }
    if (many == null) {
      many = new LockHolders();
      holders = many;
      holder = null;
      if (single != null) {
        many.put(single, holderMode);
      }
    }
    many.put(owner, mode);
  }

  /** Takes a holder off, if it is one. */
  void release(LockOwner owner) {
    LockHolders many = holders;
    if (many != null) {
      many.remove(owner);
      holders = many.isEmpty() ? null : many;
    } else if (holder == owner) {
      holder = null;
    }
  }

  private boolean conflictsWithHolders(LockOwner owner, LockMode mode) {
    LockHolders many = holders;
    if (many != null) {
      return many.conflictWith(owner, mode);
    }
    return holder != null && holder != owner && holderMode.conflictsWith(mode);
  }

  // ------------------------------------------------------------------ waiters

  /** Whether somebody can have the lock now. */
  boolean isGrantable(LockOwner owner, LockMode mode) {
    if (conflictsWithHolders(owner, mode)) {
      return false;
    }
    Deque<LockWaiter> waiters = queue;
    if (waiters != null && modeOf(owner) == null) {
      for (LockWaiter waiter : waiters) {
        if (waiter.mode.conflictsWith(mode)) {
          return false;
        }
      }
    }
    return true;
  }

  boolean hasWaiters() {
    Deque<LockWaiter> waiters = queue;
    return waiters != null && !waiters.isEmpty();
  }

  void enqueue(LockWaiter waiter) {
    Deque<LockWaiter> waiters = queue;
    if (waiters == null) {
      waiters = new ArrayDeque<>();
      queue = waiters;
    }
    if (waiter.upgrades) {
      waiters.addFirst(waiter);
    } else {
      waiters.addLast(waiter);
    }
    if (waiters.size() == 1) {
      waiter.comeNext();
    }
  }

  void dequeue(LockWaiter waiter) {
    Deque<LockWaiter> waiters = queue;
    if (waiters != null) {
      waiters.remove(waiter);
    }
  }

  /**
   * Gives the lock to those that can have it now. One that has to go on waiting holds those behind
   * it up only if they conflict with it: as it would if they came now.
   */
  void grantWaiters() {
    Deque<LockWaiter> waiters = queue;
    if (waiters == null) {
      return;
    }
    LockMode strongestLeft = null;
    for (Iterator<LockWaiter> i = waiters.iterator(); i.hasNext(); ) {
      LockWaiter next = i.next();
      boolean overtakes = strongestLeft != null && strongestLeft.conflictsWith(next.mode);
      if (overtakes || conflictsWithHolders(next.owner, next.mode)) {
        boolean stronger = strongestLeft == null || next.mode.covers(strongestLeft);
        strongestLeft = stronger ? next.mode : strongestLeft;
      } else {
        hold(next.owner, next.mode); // If there is no memory for that, it goes on waiting.
        i.remove();
        next.grant();
      }
    }
    LockWaiter first = waiters.peekFirst();
    if (first != null) {
      first.comeNext();
    }
  }

  /**
   * Those that a waiter waits for, for people to read: holders, and the last one of those before it
   * whose mode conflicts; the earlier ones are waited for through that one.
   */
  List<LockOwner> blockers(LockWaiter waiter) {
    List<LockOwner> found = new ArrayList<>(2);
    LockHolders many = holders;
    LockOwner single = holder;
    if (many != null) {
      many.addConflicting(waiter.owner, waiter.mode, found);
    } else if (single != null && single != waiter.owner && holderMode.conflictsWith(waiter.mode)) {
      found.add(single);
    }
    LockOwner before = lastBefore(waiter);
    if (before != null) {
      found.add(before);
    }
    return found;
  }

  private @Nullable LockOwner lastBefore(LockWaiter waiter) {
    LockOwner before = null;
    Deque<LockWaiter> waiters = queue;
    if (waiters != null) {
      for (LockWaiter other : waiters) {
        if (other == waiter) {
          return before;
        }
        before = other.mode.conflictsWith(waiter.mode) ? other.owner : before;
      }
    }
    return before;
  }

  /**
   * All that a waiter waits for on this key, directly or through those before it in the queue;
   * nobody if it does not wait any more. All of one moment: step by step, one that leaves the queue
   * between two steps would hide those before it.
   */
  List<LockOwner> allBlockers(LockWaiter waiter) {
    List<LockOwner> found = new ArrayList<>();
    LockWaiter strongest = null;
    LockWaiter second = null; // The strongest, for a holder that is the strongest itself.
    Iterator<LockWaiter> backwards =
        queue == null ? Collections.emptyIterator() : queue.descendingIterator();
    while (backwards.hasNext()) {
      LockWaiter before = backwards.next();
      if (strongest == null) {
        strongest = before == waiter ? waiter : null;
      } else if (before.mode.conflictsWith(strongest.mode)) {
        found.add(before.owner);
        boolean stronger = !strongest.mode.covers(before.mode);
        LockWaiter weaker = stronger ? strongest : before;
        strongest = stronger ? before : strongest;
        second = second == null || weaker.mode.covers(second.mode) ? weaker : second;
      }
    }
    if (strongest != null) {
      addHolders(strongest, second, found);
    }
    return found;
  }

  private void addHolders(
      LockWaiter strongest, @Nullable LockWaiter second, List<LockOwner> found) {
    LockHolders many = holders;
    LockOwner single = holder;
    if (single != null) {
      LockWaiter other = single == strongest.owner ? second : strongest;
      if (other != null && holderMode.conflictsWith(other.mode)) {
        found.add(single);
      }
    } else if (many != null) {
      many.addConflicting(strongest.owner, strongest.mode, found);
      LockMode own = many.modeOf(strongest.owner);
      if (own != null && second != null && own.conflictsWith(second.mode)) {
        found.add(strongest.owner);
      }
    }
  }
}
