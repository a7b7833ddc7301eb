package org.pydb.calcite.exec.store;

/**
 * What one operator has taken from the {@link MemoryQuota}. Takes in coarse steps, so that growing
 * by a little costs nothing; gives all back at once. Not thread-safe.
 */
public final class MemoryAccount {
  private static final long STEP = 1 << 16;

  private final MemoryQuota quota;
  private final String operator;
  private long used;
  private long reserved;

  /**
   * An account with nothing taken.
   *
   * @param operator whose it is, for messages: {@code Sort}, {@code HashJoin} …
   */
  public MemoryAccount(MemoryQuota quota, String operator) {
    this.quota = quota;
    this.operator = operator;
  }

  /** An account of its own for a part of the same operator. */
  public MemoryAccount part() {
    return new MemoryAccount(quota, operator);
  }

  /**
   * Counts bytes as used.
   *
   * @throws org.pydb.calcite.api.SqlError 53200 if the quota has not that many left
   */
  public void use(long bytes) {
    used += bytes;
    if (used > reserved) {
      long more = (used - reserved + STEP - 1) / STEP * STEP;
      quota.reserve(more, operator);
      reserved += more;
    }
  }

  /** Counts bytes as no longer used; they stay reserved. */
  public void free(long bytes) {
    used -= bytes;
    assert used >= 0;
  }

  /** Bytes in use. */
  public long used() {
    return used;
  }

  /** Gives everything back. */
  public void close() {
    quota.release(reserved);
    reserved = 0;
    used = 0;
  }
}
