package org.pydb.engine.table;

/**
 * How much of what others commit a transaction gets to see, weakest first. At every level it sees
 * only what is committed and durable, and rows that it writes are locked until it ends.
 */
public enum Isolation {
  /**
   * Each statement sees what was committed when it began. A statement that is about to change a row
   * which was changed meanwhile runs again on a new snapshot.
   */
  READ_COMMITTED,
  /**
   * All statements see what was committed when the transaction began (snapshot isolation). Whoever
   * is about to change a row that was changed since then fails: the first committer wins.
   */
  REPEATABLE_READ,
  /**
   * Like {@link #REPEATABLE_READ}, and all that was read must be unchanged at the commit. So
   * committed transactions are as if they had run one after the other, in the order of their
   * commits.
   */
  SERIALIZABLE
}
