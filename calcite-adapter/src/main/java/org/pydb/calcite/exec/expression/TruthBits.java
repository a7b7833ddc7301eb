package org.pydb.calcite.exec.expression;

/**
 * Comparisons of longs that give 1 or 0 by arithmetic. Loops that select rows add them up: a branch
 * on unsorted data is guessed wrong half of the time, and that costs more than all this. Stateless.
 */
final class TruthBits {

  private TruthBits() {}

  /** Whether {@code a < b}. */
  static int less(long a, long b) {
    return (int) (((a & ~b) | ((a ^ ~b) & (a - b))) >>> 63);
  }

  /** Whether {@code a < b} as unsigned numbers. */
  static int lessUnsigned(long a, long b) {
    return (int) (((~a & b) | ((~a | b) & (a - b))) >>> 63);
  }

  /** Whether {@code a != b}. */
  static int differ(long a, long b) {
    long bits = a ^ b;
    return (int) ((bits | -bits) >>> 63);
  }
}
