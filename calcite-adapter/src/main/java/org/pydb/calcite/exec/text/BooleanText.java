package org.pydb.calcite.exec.text;

import java.util.Locale;

/** BOOLEAN as {@code true} and {@code false}; reads the other words for it too. Stateless. */
public final class BooleanText {

  private BooleanText() {}

  /** The word for a truth value, as a cast to text gives it. */
  public static String print(boolean value) {
    return value ? "true" : "false";
  }

  /** Reads true, false, yes, no, on, off, their beginnings as far as they are clear, 1 and 0. */
  public static boolean parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (begins(word, "true", 1) || begins(word, "yes", 1) || begins(word, "on", 2)) {
      return true;
    }
    if (begins(word, "false", 1) || begins(word, "no", 1) || begins(word, "off", 2)) {
      return false;
    }
    return switch (word) {
      case "1" -> true;
      case "0" -> false;
      default -> throw InvalidText.syntax("boolean", text);
    };
  }

  private static boolean begins(String word, String full, int least) {
    return word.length() >= least && full.startsWith(word);
  }
}
