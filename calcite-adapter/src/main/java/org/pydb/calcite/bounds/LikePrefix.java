package org.pydb.calcite.bounds;

import org.jspecify.annotations.Nullable;

/** The text with which everything begins that matches a LIKE pattern. */
public final class LikePrefix {

  private LikePrefix() {}

  /** The pattern up to its first wildcard; a backslash takes the next character as it is. */
  public static String of(String pattern) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' || c == '_') {
        break;
      }
      if (c == '\\') {
        i++;
        if (i == pattern.length()) {
          return ""; // An error when it runs: let it run.
        }
      }
      prefix.append(pattern.charAt(i));
    }
    return prefix.toString();
  }

  /** The least text above all that begin with this one, in the order of UTF-8; null if none. */
  public static @Nullable String successor(String prefix) {
    int[] codePoints = prefix.codePoints().toArray();
    for (int i = codePoints.length - 1; i >= 0; i--) {
      int next = codePoints[i] + 1;
      next = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
      if (next <= Character.MAX_CODE_POINT) {
        codePoints[i] = next;
        return new String(codePoints, 0, i + 1);
      }
    }
    return null;
  }
}
