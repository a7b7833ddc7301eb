package org.pydb.calcite.exec.text;

import org.pydb.engine.schema.ColumnKind;

/** Integers in decimal. Stateless. */
public final class IntegerText {

  private IntegerText() {}

  /** Writes an integer. */
  public static void print(long value, AsciiBuilder out) {
    out.append(value);
  }

  /** Reads an integer of a kind: INT16, INT32 or INT64; blanks around it are fine. */
  public static long parse(String text, ColumnKind kind) {
    String digits = text.strip();
    if (!isInteger(digits)) {
      throw InvalidText.syntax(typeName(kind), text);
    }
    try {
      long value = Long.parseLong(digits);
      if (fits(value, kind)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw InvalidText.range(typeName(kind), text);
    }
    throw InvalidText.range(typeName(kind), text);
  }

  /** Whether a value is within a kind's range: INT16, INT32 or INT64. */
  public static boolean fits(long value, ColumnKind kind) {
    return switch (kind) {
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      default -> true;
    };
  }

  /** The name of a kind of integer, as PostgreSQL's messages say it. */
  public static String typeName(ColumnKind kind) {
    return switch (kind) {
      case INT16 -> "smallint";
      case INT32 -> "integer";
      default -> "bigint";
    };
  }

  private static boolean isInteger(String text) {
    int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > start;
  }
}
