package org.pydb.shell;

import java.sql.Types;

/** Texts on a screen. Stateless. */
final class Text {

  private Text() {}

  /** The places that a text takes on a line, where each character takes one. */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A text with what would break its line written out: {@code \n}, {@code \t}, {@code \x1b}. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(character)) {
            line.append("\\x%02x".formatted((int) character));
          } else {
            line.append(character);
          }
        }
      }
    }
    return line.toString();
  }

  /** Such as {@code 1 row}, {@code 2 rows}. */
  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Whether values of a type of {@link Types} are numbers. */
  static boolean isNumber(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE ->
          true;
      default -> false;
    };
  }
}
