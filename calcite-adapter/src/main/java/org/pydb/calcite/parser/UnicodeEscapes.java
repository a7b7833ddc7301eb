package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.util.NlsString;
import org.pydb.calcite.error.PlacedError;

/**
 * The characters that {@code U&'\0041 and \+01F600'} writes by their numbers, of four digits or,
 * behind a plus, of six.
 */
public final class UnicodeEscapes {
  private static final int SHORT = 4;
  private static final int LONG = 6;
  private static final int HEX = 16;

  private UnicodeEscapes() {}

  /** The escape character that a text in quotes behind UESCAPE says. */
  public static char character(String quoted, SqlParserPos place) {
    String text = SqlParserUtil.parseString(quoted);
    char escape = text.isEmpty() ? '+' : text.charAt(0);
    boolean isOne =
        text.length() == 1
            && Character.digit(escape, HEX) < 0
            && !Character.isWhitespace(escape)
            && "+'\"".indexOf(escape) < 0;
    if (!isOne) {
      throw new PlacedError(
          place,
          "42601",
          "invalid Unicode escape character: write one character that is no hexadecimal digit, no"
              + " space, plus or quote");
    }
    return escape;
  }

  /** The literal with its escapes resolved; as it is if there is no escape character. */
  public static SqlLiteral in(SqlNode literal, char escape) {
    String text = ((SqlLiteral) literal).getValueAs(NlsString.class).getValue();
    return escape == 0
        ? (SqlLiteral) literal
        : SqlLiteral.createCharString(resolved(literal, text, escape), literal.getParserPosition());
  }

  private static String resolved(SqlNode literal, String text, char escape) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != escape) {
        out.append(c);
      } else if (at < text.length() && text.charAt(at) == escape) {
        out.append(escape);
        at++;
      } else {
        boolean isLong = at < text.length() && text.charAt(at) == '+';
        int first = isLong ? at + 1 : at;
        at = first + (isLong ? LONG : SHORT);
        append(out, number(literal, text, first, at, escape), literal);
      }
    }
    if (hasLoneSurrogate(out)) {
      throw new PlacedError(literal, "42601", "invalid Unicode surrogate pair");
    }
    return out.toString();
  }

  private static int number(SqlNode literal, String text, int first, int end, char escape) {
    boolean isNumber =
        end <= text.length()
            && text.substring(first, end).chars().allMatch(c -> Character.digit(c, HEX) >= 0);
    if (!isNumber) {
      throw new PlacedError(
          literal,
          "42601",
          "invalid Unicode escape: write four digits behind it, as in "
              + escape
              + "00e9, or six behind a plus, as in "
              + escape
              + "+01f600");
    }
    return Integer.parseInt(text.substring(first, end), HEX);
  }

  private static void append(StringBuilder out, int number, SqlNode literal) {
    if (number == 0 || !Character.isValidCodePoint(number)) {
      throw new PlacedError(literal, "42601", "invalid Unicode escape value");
    }
    out.appendCodePoint(number);
  }

  private static boolean hasLoneSurrogate(StringBuilder text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
