package org.pydb.calcite.exec.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;

/**
 * A pattern of {@code to_char}, {@code to_date} and {@code to_timestamp}: {@code YYYY-MM-DD
 * HH24:MI:SS} and the like. Immutable.
 *
 * <p>Names are English. Not known are {@code RM}, and for reading {@code TZ}, {@code OF} and ISO's
 * weeks.
 */
public final class DateTimePattern {

  /** Those of which one is another's beginning stand behind it. */
  private static final String[] FIELDS = {
    "Y,YYY", "SSSSS", "A.M.", "P.M.", "B.C.", "A.D.", "HH24", "HH12", "IYYY", "YYYY", "SSSS",
    "MONTH", "IDDD", "IYY", "YYY", "DDD", "DAY", "MON", "TZH", "TZM", "FF1", "FF2", "FF3", "FF4",
    "FF5", "FF6", "HH", "MI", "SS", "MS", "US", "AM", "PM", "BC", "AD", "YY", "IY", "MM", "DD",
    "DY", "ID", "WW", "IW", "CC", "TZ", "OF", "Y", "I", "D", "W", "J", "Q"
  };

  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  private final List<DateTimePart> parts = new ArrayList<>();

  private DateTimePattern() {}

  /** The pattern that a text is. */
  public static DateTimePattern of(String text) {
    DateTimePattern pattern = new DateTimePattern();
    int at = 0;
    while (at < text.length()) {
      at = pattern.add(text, at);
    }
    return pattern;
  }

  private int add(String text, int start) {
    int at = start;
    boolean isBare = false;
    if (isWord(text, at, "FM") || isWord(text, at, "FX") || isWord(text, at, "TM")) {
      isBare = isWord(text, at, "FM");
      at += 2;
    }
    for (String field : FIELDS) {
      if (isWord(text, at, field)) {
        int end = at + field.length();
        String ordinal = isWord(text, end, "TH") ? text.substring(end, end + 2) : "";
        parts.add(new DateTimePart(field, text.substring(at, end), isBare, ordinal));
        return end + ordinal.length();
      }
    }
    return at < text.length() ? addText(text, at) : at;
  }

  private static boolean isWord(String text, int at, String word) {
    if (!text.regionMatches(true, at, word, 0, word.length())) {
      return false;
    }
    // Names may begin with one capital; all else is of one case.
    String written = text.substring(at, at + word.length());
    return written.equals(word)
        || written.equals(word.toLowerCase(Locale.ROOT))
        || word.equals("MONTH")
        || word.equals("MON")
        || word.equals("DAY")
        || word.equals("DY");
  }

  private int addText(String text, int at) {
    char c = text.charAt(at);
    if (c == '"') {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != '"') {
        int from = text.charAt(end) == '\\' && end + 1 < text.length() ? end + 1 : end;
        parts.add(new DateTimePart("", text.substring(from, from + 1), false, "\""));
        end = from + 1;
      }
      return end + 1;
    }
    boolean isQuote = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
    int from = isQuote ? at + 1 : at;
    parts.add(new DateTimePart("", text.substring(from, from + 1), false, ""));
    return from + 1;
  }

  /**
   * A local time as text.
   *
   * @param timestamp microseconds since 1970-01-01
   * @param zone its time zone; null if it has none
   * @param offset microseconds that it is ahead of UTC there
   */
  public String print(long timestamp, @Nullable SessionZone zone, long offset) {
    return new LocalTimePrinter(timestamp, zone, offset).print(parts);
  }

  /**
   * An interval as text; its parts have signs of their own.
   *
   * @throws SqlError 22007 if a field asks for what only dates have
   */
  public String print(Interval interval) {
    return new IntervalPrinter(interval).print(parts);
  }

  /**
   * The local time that a text means.
   *
   * @throws SqlError 22007 if it does not fit the pattern
   */
  public DateTimeReading read(String text) {
    return new DateTimeReading(parts, text);
  }
}
