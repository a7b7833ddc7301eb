package org.pydb.engine.table;

/**
 * How a transaction behaves. Immutable.
 *
 * @param isolation what it sees
 * @param readOnly whether it may not write
 * @param lockTimeoutMillis how long it waits for one lock; 0 for ever
 * @param name who it is, for those who have to wait for it; empty if it has no name but a number
 */
public record TransactionOptions(
    Isolation isolation, boolean readOnly, long lockTimeoutMillis, String name) {

  /** One snapshot, reading and writing, no bound on waiting. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(Isolation.REPEATABLE_READ, false, 0, "");

  /** Checks the numbers. */
  public TransactionOptions {
    if (lockTimeoutMillis < 0) {
      throw new IllegalArgumentException("a lock timeout of " + lockTimeoutMillis + " ms");
    }
  }

  /** The same at another level. */
  public TransactionOptions withIsolation(Isolation newIsolation) {
    return new TransactionOptions(newIsolation, readOnly, lockTimeoutMillis, name);
  }

  /** The same, writing or not. */
  public TransactionOptions withReadOnly(boolean newReadOnly) {
    return new TransactionOptions(isolation, newReadOnly, lockTimeoutMillis, name);
  }

  /** The same with another bound on waiting, in milliseconds. */
  public TransactionOptions withLockTimeout(long newMillis) {
    return new TransactionOptions(isolation, readOnly, newMillis, name);
  }
}
