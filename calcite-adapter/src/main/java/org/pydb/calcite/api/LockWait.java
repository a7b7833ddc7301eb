package org.pydb.calcite.api;

import java.util.List;

/**
 * A session that waits for a lock.
 *
 * @param waiter who, such as {@code connection 2}
 * @param statement what it runs
 * @param wanted what it waits for, such as {@code row (42) of table "song"}
 * @param holders who is in its way, in the order in which they go
 */
public record LockWait(String waiter, String statement, String wanted, List<String> holders) {

  /** The wait in words. */
  @Override
  public String toString() {
    String running = statement.isEmpty() ? "" : " (running: " + statement + ")";
    return waiter + running + " waits for " + wanted + ", blocked by " + String.join(", ", holders);
  }
}
