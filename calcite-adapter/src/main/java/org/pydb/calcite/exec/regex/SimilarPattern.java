package org.pydb.calcite.exec.regex;

import org.pydb.calcite.api.SqlError;

/** The patterns of {@code SIMILAR TO}: standard SQL's regular expressions, made PostgreSQL's. */
public final class SimilarPattern {

  private SimilarPattern() {}

  /**
   * The regular expression for a pattern, which all of a text must match.
   *
   * @param escape at most one character; empty for none
   */
  public static String toRegularExpression(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new SqlError("22019", "invalid escape string");
    }
    StringBuilder out = new StringBuilder("^(?:");
    boolean inBracket = false;
    int at = 0;
    while (at < pattern.length()) {
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      boolean isEscape = !escape.isEmpty() && escape.codePointAt(0) == c && at < pattern.length();
      if (isEscape) {
        c = pattern.codePointAt(at);
        at += Character.charCount(c);
        if (c == '"') {
          throw new SqlError("0A000", "patterns with marked parts are not supported");
        }
        out.append('\\').appendCodePoint(c);
      } else if (inBracket) {
        inBracket = c != ']';
        out.append(c == '\\' ? "\\" : "").appendCodePoint(c);
      } else {
        inBracket = c == '[';
        plain(c, out);
      }
    }
    return out.append(")$").toString();
  }

  private static void plain(int c, StringBuilder out) {
    switch (c) {
      case '%' -> out.append(".*");
      case '_' -> out.append('.');
      case '(' -> out.append("(?:");
      case '\\', '.', '^', '$' -> out.append('\\').appendCodePoint(c);
      default -> out.appendCodePoint(c);
    }
  }
}
