package org.pydb.engine.testkit.history;

/**
 * What a level promises, as a matter of when things happen.
 *
 * <p>At every level a transaction's writes become visible at one moment, its commit, which lies
 * between the call of commit and its return.
 */
public enum Level {
  /** Each statement reads at a moment of its own. */
  READ_COMMITTED,
  /**
   * A transaction reads at one moment, and nobody who writes the same item commits between that and
   * its own commit (snapshot isolation).
   */
  REPEATABLE_READ,
  /** Reading and committing is one moment (strict serializability). */
  SERIALIZABLE;

  @Override
  public String toString() {
    return name().replace('_', ' ');
  }
}
