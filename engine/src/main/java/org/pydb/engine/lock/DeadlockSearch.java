package org.pydb.engine.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks for cycles of transactions that wait for each other, whenever one begins to wait. One
 * search at a time: so of two that would find the same cycle, the second finds it broken.
 * Thread-safe.
 *
 * <p>The locks are not held all together during a search, so the picture may be of no single
 * moment. A real cycle stands still, so it is never missed: whom a waiter waits for within its
 * queue is asked in one step, since those between it and them come and go. A false one is made of
 * waits that were not there at the same time; so a cycle that was found is walked once more: waits
 * that are there both times were there at the moment between the two walks.
 */
final class DeadlockSearch {
  private final LockTable table;
  private final ReentrantLock lock = new ReentrantLock();

  DeadlockSearch(LockTable table) {
    this.table = table;
  }

  /** Throws if this waiter completes a cycle. */
  void check(LockWaiter waiter) {
    lock.lock();
    try {
      List<LockWaiter> cycle = new ArrayList<>();
      while (find(waiter, cycle)) {
        if (stands(cycle)) {
          // Out of the picture before the next search, which would find the same cycle.
          waiter.owner.setWaiting(null);
          table.withdraw(waiter);
          throw LockTable.deadlock(cycle);
        }
        cycle.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A step of the walk: a waiter, and which of those that it waits for come next. */
  private static final class Step {
    final LockWaiter waiter;
    final List<LockOwner> blockers;
    int next;

    Step(LockWaiter waiter, List<LockOwner> blockers) {
      this.waiter = waiter;
      this.blockers = blockers;
    }
  }

  /** Walks, depth first, along all who are waited for; true with the way back to the start. */
  private boolean find(LockWaiter start, List<LockWaiter> cycle) {
    Set<LockOwner> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Step> way = new ArrayList<>();
    way.add(new Step(start, table.allBlockers(start)));
    while (!way.isEmpty()) {
      Step step = way.get(way.size() - 1);
      if (step.next == step.blockers.size()) {
        way.remove(way.size() - 1);
        continue;
      }
      LockOwner blocker = step.blockers.get(step.next++);
      if (blocker == start.owner) {
        if (isClosedWithout(start.owner, way)) {
          continue;
        }
        way.forEach(s -> cycle.add(s.waiter));
        return true;
      }
      LockWaiter waiter = blocker.waiting();
      if (waiter != null && !isCovered(waiter, step) && seen.add(blocker)) {
        way.add(new Step(waiter, table.allBlockers(waiter)));
      }
    }
    return false;
  }

  /**
   * Whether the others of a cycle make one by themselves: the last of them waits for the start only
   * because that stands before it in a queue, and holds nothing that it wants; but the second one
   * does. If the start gave way, nothing would be gained. Who closed the smaller cycle searches,
   * too.
   */
  private boolean isClosedWithout(LockOwner start, List<Step> way) {
    LockWaiter last = way.get(way.size() - 1).waiter;
    LockOwner second = way.get(Math.min(1, way.size() - 1)).waiter.owner;
    return !table.holdsUp(start, last) && table.holdsUp(second, last);
  }

  /**
   * Whether whoever somebody waits for is among the blockers of a step already: as it is for one
   * that stands before the step's waiter in the same queue. A holder that wants more may stand
   * behind it.
   */
  private static boolean isCovered(LockWaiter blocker, Step step) {
    return blocker.lock == step.waiter.lock && !blocker.upgrades;
  }

  /** Whether all waits of a cycle are still there. */
  private boolean stands(List<LockWaiter> cycle) {
    for (int i = 0; i < cycle.size(); i++) {
      LockWaiter waiter = cycle.get(i);
      LockOwner next = cycle.get((i + 1) % cycle.size()).owner;
      @Nullable LockWaiter now = waiter.owner.waiting();
      if (now != waiter || !new HashSet<>(table.allBlockers(waiter)).contains(next)) {
        return false;
      }
    }
    return true;
  }
}
