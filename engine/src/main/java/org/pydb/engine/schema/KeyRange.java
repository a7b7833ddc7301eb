package org.pydb.engine.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of encoded keys: {@code lower <= key < upper}, compared as unsigned bytes. The
 * arrays are not copied; whoever makes a range leaves them alone from then on.
 *
 * @param lower the least key in the range, or null for no bound
 * @param upper the least key above the range, or null for no bound
 */
@SuppressWarnings("ArrayRecordComponent") // a range is built per key look-up: no copies, no boxes
public record KeyRange(byte @Nullable [] lower, byte @Nullable [] upper) {

  /** Every key. */
  public static final KeyRange ALL = new KeyRange(null, null);

  /** All keys that begin with these bytes. */
  public static KeyRange prefix(byte[] prefix) {
    return new KeyRange(prefix, successor(prefix));
  }

  /**
   * The least key above all keys that begin with {@code prefix}, or null if there is none (the
   * prefix is empty or all 0xFF).
   */
  public static byte @Nullable [] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }

  /** Whether no key can be in the range. */
  public boolean isEmpty() {
    return lower != null && upper != null && Arrays.compareUnsigned(lower, upper) >= 0;
  }

  /**
   * Whether a key lies behind the range, for who goes through it upward, or backward: then so do
   * all that follow.
   */
  public boolean isBehind(byte[] key, boolean backward) {
    return backward
        ? lower != null && Arrays.compareUnsigned(key, lower) < 0
        : upper != null && Arrays.compareUnsigned(key, upper) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRange range
        && Arrays.equals(lower, range.lower)
        && Arrays.equals(upper, range.upper);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper);
  }
}
