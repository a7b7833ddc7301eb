package org.pydb.jdbc.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A pattern for names as JDBC's metadata calls take it: {@code %} stands for any characters, {@code
 * _} for one, and a backslash takes the meaning from the character behind it. Immutable;
 * thread-safe.
 *
 * @param pattern the pattern, or null if every name fits
 */
record NamePattern(@Nullable String pattern) {

  /** What takes the meaning from the character behind it. */
  static final char ESCAPE = '\\';

  /** Whether a name fits. */
  boolean fits(String name) {
    return pattern == null || fits(pattern, name);
  }

  /**
   * Walks through both. Where they part, the last {@code %} takes one character more; the ones
   * before it need never be thought of again.
   */
  private static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int afterPercent = -1;
    int takenByPercent = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '%') {
        afterPercent = ++p;
        takenByPercent = n;
      } else if (p < pattern.length() && fitsOne(pattern, p, name, n)) {
        n = pattern.charAt(p) == '_' ? name.offsetByCodePoints(n, 1) : n + 1;
        p += isEscape(pattern, p) ? 2 : 1;
      } else if (afterPercent >= 0) {
        p = afterPercent;
        n = ++takenByPercent;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '%') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean fitsOne(String pattern, int p, String name, int n) {
    char expected = pattern.charAt(isEscape(pattern, p) ? p + 1 : p);
    return expected == name.charAt(n) || pattern.charAt(p) == '_';
  }

  /** A backslash at the end stands for itself. */
  private static boolean isEscape(String pattern, int p) {
    return pattern.charAt(p) == ESCAPE && p + 1 < pattern.length();
  }
}
