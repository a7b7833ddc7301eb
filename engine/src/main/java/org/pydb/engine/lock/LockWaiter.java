package org.pydb.engine.lock;

import java.util.concurrent.locks.LockSupport;

/** Somebody who waits for a lock. */
final class LockWaiter {
  final LockOwner owner;
  final KeyLock lock;
  final LockMode mode;

  /** Whether the owner holds the lock already, in a weaker mode. */
  final boolean upgrades;

  /** What it waits for, in words. */
  final String description;

  private final Thread thread = Thread.currentThread();
  private volatile boolean granted;
  private volatile boolean next;

  LockWaiter(LockOwner owner, KeyLock lock, LockMode mode, boolean upgrades, String description) {
    this.owner = owner;
    this.lock = lock;
    this.mode = mode;
    this.upgrades = upgrades;
    this.description = description;
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
