package org.pydb.calcite.exec.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.Timestamps;

/**
 * What was read of one text as a {@link DateTimePattern} has it; a time zone in it is {@linkplain
 * #offset apart}.
 */
public final class DateTimeReading {
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

  DateTimeReading(List<DateTimePart> parts, String text) {
    this.text = text;
    for (int i = 0; i < parts.size(); i++) {
      DateTimePart part = parts.get(i);
      if (part.isText()) {
        pass(part);
      } else if (at < text.length()) {
        boolean isLast = i + 1 == parts.size() || parts.get(i + 1).isText();
        skipBlanks();
        take(part, isLast || part.isBare());
      }
    }
  }

  /** What stands for itself matches any character of its kind. */
  private void pass(DateTimePart part) {
    if (part.isSeparator()) {
      boolean isBlank = part.written().isBlank();
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

  private void take(DateTimePart part, boolean isOpen) {
    switch (part.field()) {
      case "YYYY" -> year(part, isOpen, 4);
      case "Y,YYY" -> commaYear(part);
      case "YYY" -> year(part, isOpen, 3);
      case "YY" -> year(part, isOpen, 2);
      case "Y" -> year(part, isOpen, 1);
      case "MM" -> month = number(part, isOpen, 2);
      case "MONTH" -> month = named(part, DateTimePattern.MONTHS, false) + 1;
      case "MON" -> month = named(part, DateTimePattern.MONTHS, true) + 1;
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
      case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> fraction(part, part.field().charAt(2) - '0');
      case "AM", "PM", "A.M.", "P.M." -> {
        isAfternoon = word(part, "AM", "PM");
        isNoonTold = true;
      }
      case "BC", "AD", "B.C.", "A.D." -> isBeforeChrist = !word(part, "BC", "AD");
      case "DAY" -> named(part, DateTimePattern.DAYS, false);
      case "DY" -> named(part, DateTimePattern.DAYS, true);
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
              "0A000", "formatting field \"" + part.written() + "\" is only supported in to_char");
    }
  }

  private void year(DateTimePart part, boolean isOpen, int digits) {
    int start = at;
    year = number(part, isOpen, digits);
    if (digits < 4 && at - start < 4) {
      year += year < 70 ? 2000 : year < 100 ? 1900 : year < 520 ? 2000 : 1000;
    }
  }

  private void commaYear(DateTimePart part) {
    int thousands = number(part, true, 3);
    pass(new DateTimePart("", ",", false, ""));
    year = thousands * 1000 + number(part, false, 3);
  }

  private int number(DateTimePart part, boolean isOpen, int digits) {
    int start = at;
    long value = 0;
    while (at < text.length()
        && (isOpen || at - start < digits)
        && Character.digit(text.charAt(at), 10) >= 0) {
      value = value * 10 + Character.digit(text.charAt(at++), 10);
      if (value > Integer.MAX_VALUE) {
        throw new SqlError(
            "22008", "value for \"" + part.written() + "\" in source string is out of range");
      }
    }
    if (at == start) {
      throw invalid(part, Math.max(1, digits));
    }
    return (int) value;
  }

  private SqlError invalid(DateTimePart part, int length) {
    String value = text.substring(at, Math.min(text.length(), at + length));
    return new SqlError("22007", "invalid value \"" + value + "\" for \"" + part.written() + "\"");
  }

  private void fraction(DateTimePart part, int digits) {
    int start = at;
    long value = number(part, false, digits);
    for (int i = at - start; i < 6; i++) {
      value *= 10;
    }
    micros = value;
  }

  private int named(DateTimePart part, List<String> names, boolean isShort) {
    for (int i = 0; i < names.size(); i++) {
      String name = isShort ? names.get(i).substring(0, 3) : names.get(i);
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    throw invalid(part, isShort ? 3 : text.length());
  }

  /** Whether it is the second of two words, with points in them or not. */
  private boolean word(DateTimePart part, String first, String second) {
    for (String word : new String[] {first, second}) {
      String dotted = word.charAt(0) + "." + word.charAt(1) + ".";
      String wanted = part.field().contains(".") ? dotted : word;
      if (text.regionMatches(true, at, wanted, 0, wanted.length())) {
        at += wanted.length();
        return word.equals(second);
      }
    }
    throw invalid(part, part.field().length());
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
