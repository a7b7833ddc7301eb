package org.pydb.engine.lock;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a lock. */
final class LockWaiter {
  final LockOwner owner;
  final KeyLock lock;
  final LockMode mode;

  /** Whether the owner holds the lock already, in a weaker mode. */
  final boolean upgrades;

  private final Thread thread = Thread.currentThread();
  private volatile boolean granted;
  private volatile boolean next;

  /** What it waits for, in words; described once, by the owner's thread. */
  private volatile @Nullable String description;

  LockWaiter(LockOwner owner, KeyLock lock, LockMode mode, boolean upgrades) {
    this.owner = owner;
    this.lock = lock;
    this.mode = mode;
    this.upgrades = upgrades;
  }

  /** What it waits for, in words. The owner's thread must ask first. */
  String describe() {
    String known = description;
    if (known == null) {
      known = owner.describe(lock.tree, lock.key);
      description = known;
    }
    return known;
  }

  boolean isGranted() {
    return granted;
  }

  /** The lock is the owner's now. */
  void grant() {
    granted = true;
    wake();
  }

  /** Nobody is before it in the queue any more. */
  void comeNext() {
    next = true;
    wake();
  }

  /** Whether it has become the first in the queue; says so once. */
  boolean takeTurn() {
    boolean was = next;
    next = false;
    return was;
  }

  void wake() {
    LockSupport.unpark(thread);
  }
}
