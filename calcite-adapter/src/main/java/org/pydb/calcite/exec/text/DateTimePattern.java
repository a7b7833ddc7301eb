package org.pydb.calcite.exec.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;

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

  private static final String[] MONTHS = {
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
    "December"
  };

  private static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };

  /**
   * A field, or text that stands for itself.
   *
   * @param field in upper case; empty for text
   * @param written as it stands in the pattern
   * @param isBare whether it has no blanks and zeros before it
   * @param ordinal the letters that make it an ordinal number, or nothing
   */
  private record Part(String field, String written, boolean isBare, String ordinal) {
    boolean isText() {
      return field.isEmpty();
    }

    boolean isSeparator() {
      return isText()
          && written.codePoints().noneMatch(Character::isLetterOrDigit)
          && !ordinal.equals("\"");
    }
  }

  private final List<Part> parts = new ArrayList<>();

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
        parts.add(new Part(field, text.substring(at, end), isBare, ordinal));
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
        parts.add(new Part("", text.substring(from, from + 1), false, "\""));
        end = from + 1;
      }
      return end + 1;
    }
    boolean isQuote = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
    int from = isQuote ? at + 1 : at;
    parts.add(new Part("", text.substring(from, from + 1), false, ""));
    return from + 1;
  }

  // ------------------------------------------------------------------ printing

  /** A local time as text. */
  public String print(long timestamp, @Nullable SessionZone zone, long offset) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.isText()) {
        out.append(part.written);
      } else {
        print(part, timestamp, zone, offset, out);
      }
    }
    return out.toString();
  }

  /**
   * An interval as text; its parts have signs of their own.
   *
   * @throws SqlError 22007 if a field asks for what only dates have
   */
  public String print(Interval interval) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.isText()) {
        out.append(part.written);
      } else {
        print(part, interval, out);
      }
    }
    return out.toString();
  }

  private static void print(Part part, Interval interval, StringBuilder out) {
    int year = interval.months() / Interval.MONTHS_PER_YEAR;
    int month = interval.months() % Interval.MONTHS_PER_YEAR;
    long hour = interval.micros() / Timestamps.HOUR;
    long second = interval.micros() / Timestamps.SECOND;
    long micros = interval.micros() % Timestamps.SECOND;
    long day = (long) interval.months() * Interval.DAYS_PER_MONTH + interval.days();
    switch (part.field) {
      case "HH", "HH12" -> number(part, hour % 12 == 0 ? 12 : hour % 12, 2, out);
      case "HH24" -> number(part, hour, 2, out);
      case "MI" -> number(part, interval.micros() / Timestamps.MINUTE % 60, 2, out);
      case "SS" -> number(part, second % 60, 2, out);
      case "SSSS", "SSSSS" -> number(part, second, 1, out);
      case "MS", "FF3" -> signedFraction(part, micros / 1000, 3, out);
      case "US", "FF6" -> signedFraction(part, micros, 6, out);
      case "FF1" -> signedFraction(part, micros / 100_000, 1, out);
      case "FF2" -> signedFraction(part, micros / 10_000, 2, out);
      case "FF4" -> signedFraction(part, micros / 100, 4, out);
      case "FF5" -> signedFraction(part, micros / 10, 5, out);
      case "AM", "PM" -> cased(part, hour % 24 < 12 ? "AM" : "PM", out);
      case "A.M.", "P.M." -> cased(part, hour % 24 < 12 ? "A.M." : "P.M.", out);
      case "CC" -> number(part, year / 100, 2, out);
      case "Y,YYY" -> {
        out.append(year / 1000).append(',').append(String.format(Locale.ROOT, "%03d", year % 1000));
        ordinal(part, year, out);
      }
      case "YYYY" -> number(part, year, 4, out);
      case "YYY" -> number(part, year % 1000, 3, out);
      case "YY" -> number(part, year % 100, 2, out);
      case "Y" -> number(part, year % 10, 1, out);
      case "MM" -> number(part, month, 2, out);
      // Of days, and of nothing else, the sign counts as one of the digits, as in PostgreSQL.
      case "DD" -> number(part, interval.days(), interval.days() < 0 ? 1 : 2, out);
      case "DDD" -> number(part, day, day < 0 ? 2 : 3, out);
      default ->
          throw new SqlError(
              "22007",
              "invalid format specification for an interval value: \""
                  + part.written
                  + "\"; intervals are not tied to specific calendar dates");
    }
  }

  private static void signedFraction(Part part, long value, int digits, StringBuilder out) {
    out.append(String.format(Locale.ROOT, "%0" + digits + "d", value));
    ordinal(part, value, out);
  }

  private static void print(
      Part part, long timestamp, @Nullable SessionZone zone, long offset, StringBuilder out) {
    long day = Timestamps.dayOf(timestamp);
    long time = Timestamps.timeOf(timestamp);
    long civil = CivilDate.ofDays(day);
    int year = CivilDate.year(civil);
    int shown = year > 0 ? year : 1 - year;
    int month = CivilDate.month(civil);
    int weekday = CivilDate.dayOfWeek(day);
    long hour = time / Timestamps.HOUR;
    long micros = time % Timestamps.SECOND;
    switch (part.field) {
      case "HH", "HH12" -> number(part, hour % 12 == 0 ? 12 : hour % 12, 2, out);
      case "HH24" -> number(part, hour, 2, out);
      case "MI" -> number(part, time / Timestamps.MINUTE % 60, 2, out);
      case "SS" -> number(part, time / Timestamps.SECOND % 60, 2, out);
      case "SSSS", "SSSSS" -> number(part, time / Timestamps.SECOND, 1, out);
      case "MS", "FF3" -> fraction(part, micros / 1000, 3, out);
      case "US", "FF6" -> fraction(part, micros, 6, out);
      case "FF1" -> fraction(part, micros / 100_000, 1, out);
      case "FF2" -> fraction(part, micros / 10_000, 2, out);
      case "FF4" -> fraction(part, micros / 100, 4, out);
      case "FF5" -> fraction(part, micros / 10, 5, out);
      case "AM", "PM" -> cased(part, hour < 12 ? "AM" : "PM", out);
      case "A.M.", "P.M." -> cased(part, hour < 12 ? "A.M." : "P.M.", out);
      case "BC", "AD" -> cased(part, year > 0 ? "AD" : "BC", out);
      case "B.C.", "A.D." -> cased(part, year > 0 ? "A.D." : "B.C.", out);
      case "Y,YYY" -> {
        out.append(shown / 1000)
            .append(',')
            .append(String.format(Locale.ROOT, "%03d", shown % 1000));
        ordinal(part, shown, out);
      }
      case "YYYY" -> number(part, shown, 4, out);
      case "YYY" -> number(part, shown % 1000, 3, out);
      case "YY" -> number(part, shown % 100, 2, out);
      case "Y" -> number(part, shown % 10, 1, out);
      case "IYYY" -> number(part, isoYear(day), 4, out);
      case "IYY" -> number(part, isoYear(day) % 1000, 3, out);
      case "IY" -> number(part, isoYear(day) % 100, 2, out);
      case "I" -> number(part, isoYear(day) % 10, 1, out);
      case "MONTH" -> name(part, MONTHS[month - 1], 9, out);
      case "MON" -> name(part, MONTHS[month - 1].substring(0, 3), 0, out);
      case "MM" -> number(part, month, 2, out);
      case "DAY" -> name(part, DAYS[weekday], 9, out);
      case "DY" -> name(part, DAYS[weekday].substring(0, 3), 0, out);
      case "DDD" -> number(part, CivilDate.dayOfYear(day), 3, out);
      case "IDDD" ->
          number(part, (CivilDate.isoWeek(day) - 1) * 7L + (weekday == 0 ? 7 : weekday), 3, out);
      case "DD" -> number(part, CivilDate.day(civil), 2, out);
      case "D" -> number(part, weekday + 1L, 1, out);
      case "ID" -> number(part, weekday == 0 ? 7 : weekday, 1, out);
      case "WW" -> number(part, (CivilDate.dayOfYear(day) - 1) / 7 + 1L, 2, out);
      case "W" -> number(part, (CivilDate.day(civil) - 1) / 7 + 1L, 1, out);
      case "IW" -> number(part, CivilDate.isoWeek(day), 2, out);
      case "CC" -> number(part, (shown + 99L) / 100 * (year > 0 ? 1 : -1), 2, out);
      case "J" -> number(part, day - CivilDate.DAYS_MIN, 1, out);
      case "Q" -> number(part, (month - 1) / 3 + 1L, 1, out);
      case "TZ" -> out.append(zone == null ? "" : zoneName(part, timestamp - offset, zone));
      case "TZH" -> out.append(zone == null ? "" : signed(offset / Timestamps.HOUR, offset < 0));
      case "TZM" ->
          out.append(
              zone == null
                  ? ""
                  : String.format(Locale.ROOT, "%02d", Math.abs(offset / Timestamps.MINUTE) % 60));
      case "OF" -> out.append(zone == null ? "" : offset(offset));
      default -> throw new IllegalStateException(part.field);
    }
  }

  private static int isoYear(long day) {
    int year = CivilDate.isoYear(day);
    return year > 0 ? year : 1 - year;
  }

  private static String zoneName(Part part, long instant, SessionZone zone) {
    java.time.Instant at =
        java.time.Instant.ofEpochSecond(Math.floorDiv(instant, Timestamps.SECOND));
    String name =
        java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
            .format(at.atZone(zone.id()));
    String shown = name.equals("Z") ? "UTC" : name;
    return part.written.equals("tz") ? shown.toLowerCase(Locale.ROOT) : shown;
  }

  private static String offset(long offset) {
    String hours = signed(offset / Timestamps.HOUR, offset < 0);
    long minutes = Math.abs(offset / Timestamps.MINUTE) % 60;
    return minutes == 0 ? hours : hours + String.format(Locale.ROOT, ":%02d", minutes);
  }

  private static String signed(long hours, boolean isNegative) {
    return String.format(Locale.ROOT, "%s%02d", isNegative ? "-" : "+", Math.abs(hours));
  }

  private static void number(Part part, long value, int digits, StringBuilder out) {
    String text = Long.toString(Math.abs(value));
    out.append(value < 0 ? "-" : "");
    if (!part.isBare) {
      out.append("0".repeat(Math.max(0, digits - text.length())));
    }
    out.append(text);
    ordinal(part, value, out);
  }

  private static void fraction(Part part, long value, int digits, StringBuilder out) {
    String text = Long.toString(value);
    out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    ordinal(part, value, out);
  }

  private static void ordinal(Part part, long value, StringBuilder out) {
    if (!part.ordinal.isEmpty()) {
      String letters = ordinalOf(Math.abs(value));
      out.append(
          Character.isUpperCase(part.ordinal.charAt(0))
              ? letters.toUpperCase(Locale.ROOT)
              : letters);
    }
  }

  /** The letters that make a number an ordinal one. */
  static String ordinalOf(long value) {
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

  private static void cased(Part part, String text, StringBuilder out) {
    out.append(
        Character.isLowerCase(part.written.charAt(0)) ? text.toLowerCase(Locale.ROOT) : text);
  }

  private static void name(Part part, String name, int width, StringBuilder out) {
    boolean isLower = Character.isLowerCase(part.written.charAt(0));
    boolean isUpper = !isLower && Character.isUpperCase(part.written.charAt(1));
    String text =
        isLower ? name.toLowerCase(Locale.ROOT) : isUpper ? name.toUpperCase(Locale.ROOT) : name;
    out.append(text);
    if (!part.isBare) {
      out.append(" ".repeat(Math.max(0, width - text.length())));
    }
  }

  // ------------------------------------------------------------------ reading

  /**
   * The local time that a text means; a time zone in it is {@linkplain Reading#offset apart}.
   *
   * @throws SqlError 22007 if it does not fit the pattern, 22008 if there is no such time
   */
  public Reading read(String text) {
    return new Reading(text);
  }

  /** What was read of one text. */
  public final class Reading {
    private final String text;
    private int at;
    private int year;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private long julian = -1;
    private int hour;
    private boolean isTwelveHours;
    private boolean isAfternoon;
    private boolean isNoonTold;
    private boolean isBeforeChrist;
    private int minute;
    private int second;
    private int secondOfDay = -1;
    private long micros;
    private @Nullable Long offsetMinutes;

    private Reading(String text) {
      this.text = text;
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.isText()) {
          pass(part);
        } else if (at < text.length()) {
          boolean isLast = i + 1 == parts.size() || parts.get(i + 1).isText();
          skipBlanks();
          take(part, isLast || part.isBare);
        }
      }
    }

    /** What stands for itself matches any character of its kind. */
    private void pass(Part part) {
      if (part.isSeparator()) {
        boolean isBlank = part.written.isBlank();
        if (isBlank) {
          skipBlanks();
        }
        if (at < text.length() && !Character.isLetterOrDigit(text.charAt(at)) && !isSign()) {
          at++;
        } else if (!isBlank && at < text.length() && isSign()) {
          at++;
        }
      } else if (at < text.length()) {
        at++;
      }
    }

    private boolean isSign() {
      return text.charAt(at) == '-' || text.charAt(at) == '+';
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private void take(Part part, boolean isOpen) {
      switch (part.field) {
        case "YYYY" -> year(part, isOpen, 4);
        case "Y,YYY" -> commaYear(part);
        case "YYY" -> year(part, isOpen, 3);
        case "YY" -> year(part, isOpen, 2);
        case "Y" -> year(part, isOpen, 1);
        case "MM" -> month = number(part, isOpen, 2);
        case "MONTH" -> month = named(part, MONTHS, false) + 1;
        case "MON" -> month = named(part, MONTHS, true) + 1;
        case "DD" -> day = number(part, isOpen, 2);
        case "DDD" -> dayOfYear = number(part, isOpen, 3);
        case "J" -> julian = number(part, true, 9);
        case "HH24" -> hour = number(part, isOpen, 2);
        case "HH", "HH12" -> {
          hour = number(part, isOpen, 2);
          isTwelveHours = true;
        }
        case "MI" -> minute = number(part, isOpen, 2);
        case "SS" -> second = number(part, isOpen, 2);
        case "SSSS", "SSSSS" -> secondOfDay = number(part, isOpen, 5);
        case "MS" -> fraction(part, 3);
        case "US" -> fraction(part, 6);
        case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> fraction(part, part.field.charAt(2) - '0');
        case "AM", "PM", "A.M.", "P.M." -> {
          isAfternoon = word(part, "AM", "PM");
          isNoonTold = true;
        }
        case "BC", "AD", "B.C.", "A.D." -> isBeforeChrist = !word(part, "BC", "AD");
        case "DAY" -> named(part, DAYS, false);
        case "DY" -> named(part, DAYS, true);
        case "D", "Q", "W", "WW", "CC" -> number(part, isOpen, 2);
        case "TZH" -> {
          boolean isNegative = at < text.length() && text.charAt(at) == '-';
          at += at < text.length() && isSign() ? 1 : 0;
          long hours = number(part, false, 2);
          offsetMinutes = (isNegative ? -hours : hours) * 60;
        }
        case "TZM" -> {
          long before = offsetMinutes == null ? 0 : offsetMinutes;
          long more = number(part, false, 2);
          offsetMinutes = before < 0 ? before - more : before + more;
        }
        default ->
            throw new SqlError(
                "0A000", "formatting field \"" + part.written + "\" is only supported in to_char");
      }
    }

    private void year(Part part, boolean isOpen, int digits) {
      int start = at;
      year = number(part, isOpen, digits);
      if (digits < 4 && at - start < 4) {
        year += year < 70 ? 2000 : year < 100 ? 1900 : year < 520 ? 2000 : 1000;
      }
    }

    private void commaYear(Part part) {
      int thousands = number(part, true, 3);
      pass(new Part("", ",", false, ""));
      year = thousands * 1000 + number(part, false, 3);
    }

    private int number(Part part, boolean isOpen, int digits) {
      int start = at;
      long value = 0;
      while (at < text.length()
          && (isOpen || at - start < digits)
          && Character.digit(text.charAt(at), 10) >= 0) {
        value = value * 10 + Character.digit(text.charAt(at++), 10);
        if (value > Integer.MAX_VALUE) {
          throw new SqlError(
              "22008", "value for \"" + part.written + "\" in source string is out of range");
        }
      }
      if (at == start) {
        throw invalid(part, Math.max(1, digits));
      }
      return (int) value;
    }

    private SqlError invalid(Part part, int length) {
      String value = text.substring(at, Math.min(text.length(), at + length));
      return new SqlError("22007", "invalid value \"" + value + "\" for \"" + part.written + "\"");
    }

    private void fraction(Part part, int digits) {
      int start = at;
      long value = number(part, false, digits);
      for (int i = at - start; i < 6; i++) {
        value *= 10;
      }
      micros = value;
    }

    private int named(Part part, String[] names, boolean isShort) {
      for (int i = 0; i < names.length; i++) {
        String name = isShort ? names[i].substring(0, 3) : names[i];
        if (text.regionMatches(true, at, name, 0, name.length())) {
          at += name.length();
          return i;
        }
      }
      throw invalid(part, isShort ? 3 : text.length());
    }

    /** Whether it is the second of two words, with points in them or not. */
    private boolean word(Part part, String first, String second) {
      for (String word : new String[] {first, second}) {
        String dotted = word.charAt(0) + "." + word.charAt(1) + ".";
        String wanted = part.field.contains(".") ? dotted : word;
        if (text.regionMatches(true, at, wanted, 0, wanted.length())) {
          at += wanted.length();
          return word.equals(second);
        }
      }
      throw invalid(part, part.field.length());
    }

    /** The day that was read. */
    public long days() {
      if (julian >= 0) {
        return CivilDate.checked(julian + CivilDate.DAYS_MIN);
      }
      long astronomical = isBeforeChrist ? 1L - year : year;
      if (dayOfYear > 0) {
        long first = CivilDate.toDays(astronomical, 1, 1);
        if (dayOfYear > 366
            || CivilDate.year(CivilDate.ofDays(first + dayOfYear - 1)) != astronomical) {
          throw outOfRange();
        }
        return CivilDate.checked(first + dayOfYear - 1);
      }
      if (!CivilDate.isValid(astronomical, month, day)) {
        throw outOfRange();
      }
      return CivilDate.checked(CivilDate.toDays(astronomical, month, day));
    }

    /** The local time that was read. */
    public long timestamp() {
      int hours = hour;
      if (isTwelveHours) {
        if (hours < 1 || hours > 12) {
          throw new SqlError("22007", "hour \"" + hours + "\" is invalid for the 12-hour clock");
        }
        hours = isNoonTold ? hours % 12 + (isAfternoon ? 12 : 0) : hours;
      }
      if (hours > 24 || minute > 59 || second > 59 || secondOfDay >= 86_400) {
        throw outOfRange();
      }
      long time =
          secondOfDay >= 0
              ? secondOfDay * Timestamps.SECOND
              : hours * Timestamps.HOUR + minute * Timestamps.MINUTE + second * Timestamps.SECOND;
      return Timestamps.of(days(), time + micros);
    }

    /** The offset from UTC that was read, in microseconds; null if there was none. */
    public @Nullable Long offset() {
      return offsetMinutes == null ? null : offsetMinutes * Timestamps.MINUTE;
    }

    private SqlError outOfRange() {
      return new SqlError("22008", "date/time field value out of range: \"" + text + "\"");
    }
  }
}
