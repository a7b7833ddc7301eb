package org.pydb.calcite.exec.text;

import org.pydb.calcite.exec.value.CivilDate;

/** DATEs as {@code 2024-01-31}, {@code 0044-03-15 BC}. Stateless. */
public final class DateText {
  private static final String TYPE = "date";

  private DateText() {}

  /** Writes a date, given as days since 1970-01-01. */
  public static void print(long days, AsciiBuilder out) {
    printDate(days, out);
    printEra(days, out);
  }

  /** A date as text. */
  public static String toString(long days) {
    AsciiBuilder out = new AsciiBuilder();
    print(days, out);
    return out.toString();
  }

  /** Writes a date without {@link #printEra}: a time may come between. */
  static void printDate(long days, AsciiBuilder out) {
    long civil = CivilDate.ofDays(days);
    int year = CivilDate.year(civil);
    out.appendPadded(year > 0 ? year : 1 - year, 4);
    out.append('-').appendPadded(CivilDate.month(civil), 2);
    out.append('-').appendPadded(CivilDate.day(civil), 2);
  }

  /** Writes {@code BC} where it belongs. */
  static void printEra(long days, AsciiBuilder out) {
    if (CivilDate.year(CivilDate.ofDays(days)) <= 0) {
      out.append(" BC");
    }
  }

  /** Reads a date; a time beside it is ignored. */
  public static long parse(String text) {
    DateTimeFields fields = DateTimeParser.parse(text, TYPE);
    if (!fields.hasDate()) {
      throw InvalidText.dateSyntax(TYPE, text);
    }
    if (fields.days() < CivilDate.DAYS_MIN || fields.days() > CivilDate.DAYS_MAX) {
      throw InvalidText.dateRange(TYPE, text);
    }
    return fields.days();
  }
}
