package org.pydb.engine.row;

/**
 * Which of many values are NULL: bit {@code i % 64} of word {@code i / 64} is 1 if value {@code i}
 * is. Stateless.
 */
final class NullBits {
  private NullBits() {}

  /** Says that {@code count} values are not NULL. */
  static void clear(long[] nulls, int from, int count) {
    fill(nulls, from, count, false);
  }

  /** Says that {@code count} values are NULL. */
  static void set(long[] nulls, int from, int count) {
    fill(nulls, from, count, true);
  }

  /** Says that a value is NULL. */
  static void set(long[] nulls, int index) {
    nulls[index >> 6] |= 1L << index;
  }

  /** Whether a value is NULL. */
  static boolean isSet(long[] nulls, int index) {
    return (nulls[index >> 6] >>> index & 1) != 0;
  }

  private static void fill(long[] nulls, int from, int count, boolean isNull) {
    int at = from;
    int to = from + count;
    while (at < to) {
      int next = Math.min(to, (at | 63) + 1);
      long mask = -1L >>> (64 - (next - at)) << at;
      nulls[at >> 6] = isNull ? nulls[at >> 6] | mask : nulls[at >> 6] & ~mask;
      at = next;
    }
  }
}
