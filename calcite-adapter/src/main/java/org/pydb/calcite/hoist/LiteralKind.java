package org.pydb.calcite.hoist;

/**
 * What sort of literal stands in a text: as much as decides its type. Literals of one kind can take
 * each other's place without anything else in the statement getting another type. Kinds are small
 * numbers, compared with {@code ==}.
 *
 * <pre>
 *   0                      none that we look at
 *   1                      a string
 *   2                      digits that make an integer of 32 bits
 *   3                      digits that make one of 64 bits
 *   8 + 64 * whole + scale digits around a point
 * </pre>
 */
final class LiteralKind {
  static final int NONE = 0;
  static final int TEXT = 1;
  static final int INTEGER = 2;
  static final int BIGINT = 3;

  /** More digits than that, on both sides of the point together, are left alone. */
  static final int DECIMAL_DIGITS_MAX = 30;

  private static final int DECIMAL = 8;
  private static final int SCALES = 64;

  private LiteralKind() {}

  /** The kind of digits without a point: their value decides. */
  static int ofInteger(String text, int start, int end) {
    if (end - start > 19) {
      return NONE;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + (text.charAt(i) - '0');
      if (value < 0) {
        return NONE; // 19 digits overflow once at most.
      }
    }
    return value <= Integer.MAX_VALUE ? INTEGER : BIGINT;
  }

  /** The kind of digits with a point between them: how many there are decides. */
  static int ofDecimal(int wholeDigits, int scale) {
    return wholeDigits + scale > DECIMAL_DIGITS_MAX ? NONE : DECIMAL + wholeDigits * SCALES + scale;
  }
}
