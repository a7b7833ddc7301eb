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

  /** The most that is granted to an operator that could spill instead, of what others leave. */
  private static final double SHARE = 0.75;

  // What each operator that spills may have in any case.
  private static final long FLOOR_MIN = 1 << 16;
  private static final long FLOOR_MAX = 1 << 20;

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

  /**
   * Takes bytes for an operator that could spill instead. It is not granted all that is left: so
   * there is something for the next one, in the same plan or another.
   *
   * @param own what the operator has already
   * @return whether they were taken
   */
  boolean tryReserve(long bytes, long own) {
    long now = reserved.addAndGet(bytes);
    long others = now - bytes - own;
    if (now <= limit && now >= 0 && own + bytes <= SHARE * (limit - others)) {
      return true;
    }
    reserved.addAndGet(-bytes);
    return false;
  }

  /** How much {@link #tryReserve} would grant now. */
  long available(long own) {
    long now = reserved.get();
    return Math.max(0, Math.min(limit - now, (long) (SHARE * (limit - (now - own))) - own));
  }

  /** Takes bytes, granted or not: what cannot be done without. */
  void force(long bytes) {
    reserved.addAndGet(bytes);
  }

  /** What each operator that spills may have in any case. */
  long floor() {
    return Math.max(FLOOR_MIN, Math.min(FLOOR_MAX, limit / 8));
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    long now = reserved.addAndGet(-bytes);
    assert now >= 0;
  }
}
