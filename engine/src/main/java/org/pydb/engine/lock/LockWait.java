package org.pydb.engine.lock;

/** What to do about a lock that somebody else holds. */
public enum LockWait {
  /** Wait for it, as long as the lock timeout allows. */
  WAIT,
  /** Fail at once. */
  NOWAIT,
  /** Do without it. */
  SKIP_LOCKED
}
