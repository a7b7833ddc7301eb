package org.pydb.jdbc.url;

import java.util.Locale;

/** Amounts of memory as text: {@code 65536}, {@code 64k}, {@code 64m}, {@code 2g}. Stateless. */
final class ByteCount {

  private ByteCount() {}

  /**
   * Reads an amount, in bytes; a unit may have a {@code b} behind it.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static long parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String amount = lower.endsWith("b") ? lower.substring(0, lower.length() - 1) : lower;
    int shift = amount.isEmpty() ? 0 : shift(amount.charAt(amount.length() - 1));
    String digits = shift == 0 ? amount : amount.substring(0, amount.length() - 1);
    long count = Long.parseLong(digits);
    if (count <= 0 || count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(text + " is out of range");
    }
    return count << shift;
  }

  private static int shift(char unit) {
    return switch (unit) {
      case 'k' -> 10;
      case 'm' -> 20;
      case 'g' -> 30;
      default -> 0;
    };
  }
}
