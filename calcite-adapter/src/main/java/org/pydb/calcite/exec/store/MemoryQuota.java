package org.pydb.calcite.exec.store;

import java.util.concurrent.atomic.AtomicLong;
import org.pydb.calcite.api.SqlError;

/**
 * The memory that sorts, hashes and results may take together. Thread-safe.
 *
 * <p>Operators reserve before they grow, in coarse steps, and give back when they close.
 */
public final class MemoryQuota {

  /** No limit at all. */
  public static MemoryQuota unlimited() {
    return new MemoryQuota(Long.MAX_VALUE, "memory");
  }

  private final long limit;
  private final String property;
  private final AtomicLong reserved = new AtomicLong();

  /**
   * A quota.
   *
   * @param limit in bytes
   * @param property the setting that raises the limit, for messages
   */
  public MemoryQuota(long limit, String property) {
    this.limit = limit;
    this.property = property;
  }

  /** The most bytes that may be reserved. */
  public long limit() {
    return limit;
  }

  /** Bytes that are reserved now. */
  public long reserved() {
    return reserved.get();
  }

  /**
   * Takes bytes from the quota.
   *
   * @param operator who asks, for the message
   * @throws SqlError 53200 if that is more than what is left; nothing is taken then
   */
  public void reserve(long bytes, String operator) {
    long now = reserved.addAndGet(bytes);
    if (now > limit || now < 0) {
      reserved.addAndGet(-bytes);
      throw new SqlError(
          "53200",
          operator
              + " needs "
              + bytes
              + " bytes of memory beyond "
              + (now - bytes)
              + " in use, and the limit is "
              + limit
              + ": raise the property \""
              + property
              + "\"");
    }
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    long now = reserved.addAndGet(-bytes);
    assert now >= 0;
  }
}
