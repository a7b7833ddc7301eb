package org.pydb.calcite.exec.expression;

import org.pydb.calcite.exec.vector.Selection;

/**
 * Loops over longs that compute in 64 bits and gather signs of overflow on the way, without a
 * branch. Rows whose result nobody wants may hold anything and may show overflow too. Stateless.
 */
final class LongKernels {

  private LongKernels() {}

  /** Sums; negative if one of them overflowed. */
  static long add(long[] a, long[] b, long[] out, int[] rows, int count) {
    long overflow = 0;
    if (rows == Selection.ALL) {
      for (int row = 0; row < count; row++) {
        long sum = a[row] + b[row];
        out[row] = sum;
        overflow |= (a[row] ^ sum) & (b[row] ^ sum);
      }
    } else {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long sum = a[row] + b[row];
        out[row] = sum;
        overflow |= (a[row] ^ sum) & (b[row] ^ sum);
      }
    }
    return overflow;
  }

  /** Differences; negative if one of them overflowed. */
  static long subtract(long[] a, long[] b, long[] out, int[] rows, int count) {
    long overflow = 0;
    if (rows == Selection.ALL) {
      for (int row = 0; row < count; row++) {
        long difference = a[row] - b[row];
        out[row] = difference;
        overflow |= (a[row] ^ b[row]) & (a[row] ^ difference);
      }
    } else {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long difference = a[row] - b[row];
        out[row] = difference;
        overflow |= (a[row] ^ b[row]) & (a[row] ^ difference);
      }
    }
    return overflow;
  }

  /** Products; not zero if one of them overflowed. */
  static long multiply(long[] a, long[] b, long[] out, int[] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      long product = a[row] * b[row];
      out[row] = product;
      overflow |= Math.multiplyHigh(a[row], b[row]) ^ (product >> 63);
    }
    return overflow;
  }

  /** Sums of {@code a * aFactor} and {@code b * bFactor}; false if anything overflowed. */
  static boolean addScaled(
      long[] a, long aFactor, long[] b, long bFactor, long[] out, int[] rows, int count) {
    long lost = 0;
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      long left = a[row] * aFactor;
      long right = b[row] * bFactor;
      long sum = left + right;
      out[row] = sum;
      lost |= Math.multiplyHigh(a[row], aFactor) ^ (left >> 63);
      lost |= Math.multiplyHigh(b[row], bFactor) ^ (right >> 63);
      overflow |= (left ^ sum) & (right ^ sum);
    }
    return lost == 0 && overflow >= 0;
  }
}
