package org.pydb.calcite.exec.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one operator has taken from the {@link MemoryQuota}. Takes in coarse steps, so that growing
 * by a little costs nothing; gives all back at once. Not thread-safe.
 */
public final class MemoryAccount {
  private static final long STEP = 1 << 13;

  private final MemoryQuota quota;
  private final String operator;
  private final boolean spills;
  private final @Nullable MemoryAccount whole;

  /** The parts that have something; closed with this account. */
  private final List<MemoryAccount> parts = new ArrayList<>();

  private boolean isListed;
  private long used;
  private long reserved;

  /**
   * An account with nothing taken.
   *
   * @param operator whose it is, for messages: {@code Sort}, {@code HashJoin} …
   */
  public MemoryAccount(MemoryQuota quota, String operator) {
    this(quota, operator, false, null);
  }

  private MemoryAccount(
      MemoryQuota quota, String operator, boolean spills, @Nullable MemoryAccount whole) {
    this.quota = quota;
    this.operator = operator;
    this.spills = spills;
    this.whole = whole;
  }

  /**
   * An account of an operator that asks whether there is room before it grows, and spills if there
   * is not. It is never refused what it uses.
   */
  public static MemoryAccount ofSpilling(MemoryQuota quota, String operator) {
    return new MemoryAccount(quota, operator, true, null);
  }

  /**
   * An account of its own for a part of the same operator, which can be closed by itself and then
   * be used again; it is closed with this one at the latest.
   */
  public MemoryAccount part() {
    return new MemoryAccount(quota, operator, spills, this);
  }

  /** {@link #part} for what cannot spill: it is refused what the quota has not left. */
  public MemoryAccount holdingPart() {
    return new MemoryAccount(quota, operator, false, this);
  }

  private void list() {
    if (whole != null && !isListed) {
      isListed = true;
      whole.parts.add(this);
    }
  }

  /**
   * Counts bytes as used.
   *
   * @throws org.pydb.calcite.api.SqlError 53200 if the quota has not that many left, unless the
   *     operator spills
   */
  public void use(long bytes) {
    used += bytes;
    if (used > reserved) {
      long more = steps(used - reserved);
      list();
      if (spills) {
        quota.force(more);
      } else {
        quota.reserve(more, operator);
      }
      reserved += more;
    }
  }

  /**
   * Whether so many more bytes may be used; if not, it is time to spill. One that cannot spill is
   * always told that it may, and refused when it does.
   */
  public boolean hasRoom(long bytes) {
    long needed = used + bytes;
    if (!spills || needed <= reserved) {
      return true;
    }
    long more = steps(needed - reserved);
    if (quota.tryReserve(more, reserved)) {
      list();
      reserved += more;
      return true;
    }
    return needed <= quota.floor();
  }

  /** How many more bytes there would be room for. */
  public long available() {
    long granted = reserved - used + quota.available(reserved);
    return Math.max(granted, quota.floor() - used);
  }

  private static long steps(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
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

  /** Gives everything back, that of the parts too. */
  public void close() {
    while (!parts.isEmpty()) {
      parts.get(parts.size() - 1).close();
    }
    if (whole != null && isListed) {
      isListed = false;
      whole.parts.remove(this);
    }
    quota.release(reserved);
    reserved = 0;
    used = 0;
  }
}
