package org.pydb.calcite.exec.text;

import java.util.Locale;

/** The letters that make a number an ordinal one: 1st, 2nd, 3rd. */
final class OrdinalLetters {
  private OrdinalLetters() {}

  /**
   * Those of a number.
   *
   * @param value not negative
   * @param written the letters that stand for them in a pattern: whether they are capitals
   */
  static String of(long value, String written) {
    String letters = of(value);
    return Character.isUpperCase(written.charAt(0)) ? letters.toUpperCase(Locale.ROOT) : letters;
  }

  private static String of(long value) {
    if (value / 10 % 10 == 1) {
      return "th";
    }
    return switch ((int) (value % 10)) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }
}
