package org.pydb.calcite.exec.text;

import java.util.Locale;
import java.util.Map;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.SessionZone;

/**
 * Reads dates, times and zones in the forms that PostgreSQL takes with its date style {@code ISO,
 * MDY}. Used once for one text.
 *
 * <pre>
 * dates   2024-01-05  2024/1/5  1/5/2024  20240105  240105  5-Jan-2024  January 5, 2024  2024-01-05 BC
 * times   3:04  03:04:05.678901  030405  3:04 PM  and T before them
 * zones   Z  UTC  +02  -05:30  +0530  +01:02:03  EST  Europe/Berlin
 * words   epoch, allballs; names of weekdays are skipped
 * </pre>
 *
 * <p>The text is cut into fields, each of which shows by its shape what it is. The parts of a date
 * may come as one field or, with the month's name, as several.
 */
final class DateTimeParser {
  /** Abbreviations that PostgreSQL knows by default and that occur; offsets in hours. */
  private static final Map<String, Integer> ZONE_HOURS =
      Map.ofEntries(
          Map.entry("z", 0),
          Map.entry("zulu", 0),
          Map.entry("utc", 0),
          Map.entry("ut", 0),
          Map.entry("gmt", 0),
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cst", -6),
          Map.entry("cdt", -5),
          Map.entry("mst", -7),
          Map.entry("mdt", -6),
          Map.entry("pst", -8),
          Map.entry("pdt", -7),
          Map.entry("wet", 0),
          Map.entry("west", 1),
          Map.entry("cet", 1),
          Map.entry("cest", 2),
          Map.entry("eet", 2),
          Map.entry("eest", 3),
          Map.entry("msk", 3),
          Map.entry("jst", 9));

  private static final String[] MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
  };

  private static final String[] WEEKDAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
  };

  private final String text;
  private final String type;
  private final DateTimeFields fields;
  private int at;

  // The parts of a date as they come in; -1 for what is still missing.
  private long year = -1;
  private int yearDigits;
  private int month = -1;
  private int day = -1;
  private boolean beforeChrist;

  // The parts of a time; an hour may turn out to be in the afternoon.
  private int hour = -1;
  private int minute;
  private int second;
  private long micros;
  private boolean morning;
  private boolean afternoon;

  private DateTimeParser(String text, String type) {
    this.text = text;
    this.type = type;
    fields = new DateTimeFields(text);
  }

  /**
   * Reads a text.
   *
   * @param type the name of the type that is wanted, for messages
   */
  static DateTimeFields parse(String text, String type) {
    DateTimeParser parser = new DateTimeParser(text, type);
    parser.parseFields();
    return parser.fields;
  }

  private void parseFields() {
    skipSeparators();
    if (at == text.length()) {
      throw syntax();
    }
    while (at < text.length()) {
      parseField();
      skipSeparators();
    }
    finishDate();
    finishTime();
  }

  private void skipSeparators() {
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
      at++;
    }
  }

  private void parseField() {
    char first = text.charAt(at);
    if (isDigit(first)) {
      parseNumberField();
    } else if (isLetter(first)) {
      parseWord();
    } else if ((first == '+' || first == '-') && hour >= 0) {
      parseOffset();
    } else {
      throw syntax();
    }
  }

  private void parseNumberField() {
    int start = at;
    int end = digitsEnd(at);
    char next = end < text.length() ? text.charAt(end) : ' ';
    if (next == ':') {
      parseClock();
    } else if (next == '-' || next == '/' || (next == '.' && isDottedDate(end))) {
      parseDate(next);
    } else {
      at = end;
      parseLoneNumber(start, end);
    }
  }

  /** Whether digits, a point, digits and another point follow, so that it is not a fraction. */
  private boolean isDottedDate(int firstPoint) {
    int end = digitsEnd(firstPoint + 1);
    return end < text.length() && text.charAt(end) == '.' && hour < 0;
  }

  /** A number without separators: a date or time run together, or a day or year beside a month. */
  private void parseLoneNumber(int start, int end) {
    int digits = end - start;
    boolean dateIsOpen = year < 0 || day < 0;
    if (isTime() && (digits == 6 || digits == 4) && hour < 0) {
      parseRunTogetherTime(start, end);
    } else if (digits == 8 && month < 0 && dateIsOpen) {
      setYear(number(start, start + 4), 4);
      month = (int) number(start + 4, start + 6);
      day = (int) number(start + 6, end);
    } else if (digits == 6 && month < 0 && dateIsOpen) {
      setYear(number(start, start + 2), 2);
      month = (int) number(start + 2, start + 4);
      day = (int) number(start + 4, end);
    } else if ((digits == 6 || digits == 4) && hour < 0 && !dateIsOpen) {
      parseRunTogetherTime(start, end);
    } else if (month >= 0 && day < 0 && digits <= 2) {
      day = (int) number(start, end);
    } else if (month >= 0 && year < 0) {
      setYear(number(start, end), digits);
    } else if (month < 0 && day < 0 && digits <= 2) {
      day = (int) number(start, end);
    } else {
      throw syntax();
    }
  }

  private boolean isTime() {
    return type.equals("time");
  }

  private void parseRunTogetherTime(int start, int end) {
    hour = (int) number(start, start + 2);
    minute = (int) number(start + 2, start + 4);
    second = end - start == 6 ? (int) number(start + 4, end) : 0;
    parseFraction();
  }

  private void parseClock() {
    if (hour >= 0) {
      throw syntax();
    }
    hour = smallNumber();
    at++;
    minute = smallNumber();
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      second = smallNumber();
    }
    parseFraction();
  }

  private void parseFraction() {
    if (at >= text.length() || text.charAt(at) != '.') {
      return;
    }
    int start = at + 1;
    at = digitsEnd(start);
    if (at == start) {
      return;
    }
    // Through a double, as PostgreSQL does it: that decides how halves are rounded.
    micros = (long) Math.rint(Double.parseDouble("0." + text.substring(start, at)) * 1e6);
  }

  /** Three parts with separators: year first, or month first, or with the month's name. */
  private void parseDate(char separator) {
    if (year >= 0 || month >= 0 || day >= 0) {
      throw syntax();
    }
    int firstStart = at;
    int firstEnd = digitsEnd(at);
    at = firstEnd + 1;
    if (at < text.length() && isLetter(text.charAt(at))) {
      month = monthOf(word());
      expect(separator);
      int start = at;
      at = digitsEnd(at);
      setNumbersAroundMonth(firstStart, firstEnd, start, at);
      return;
    }
    int secondStart = at;
    int secondEnd = digitsEnd(at);
    at = secondEnd;
    expect(separator);
    int thirdStart = at;
    at = digitsEnd(at);
    if (secondEnd == secondStart || at == thirdStart) {
      throw syntax();
    }
    if (firstEnd - firstStart > 2) {
      setYear(number(firstStart, firstEnd), firstEnd - firstStart);
      month = (int) number(secondStart, secondEnd);
      day = (int) number(thirdStart, at);
    } else {
      month = (int) number(firstStart, firstEnd);
      day = (int) number(secondStart, secondEnd);
      setYear(number(thirdStart, at), at - thirdStart);
    }
  }

  private void setNumbersAroundMonth(int start, int end, int secondStart, int secondEnd) {
    if (secondEnd == secondStart) {
      throw syntax();
    }
    if (end - start > 2) {
      setYear(number(start, end), end - start);
      day = (int) number(secondStart, secondEnd);
    } else {
      day = (int) number(start, end);
      setYear(number(secondStart, secondEnd), secondEnd - secondStart);
    }
  }

  private void setYear(long value, int digits) {
    year = value;
    yearDigits = digits;
  }

  private void parseWord() {
    int start = at;
    String word = word();
    if (word.equals("t") && at < text.length() && isDigit(text.charAt(at))) {
      parseTimeAfterT();
      return;
    }
    if (at < text.length() && isZoneNamePart(text.charAt(at))) {
      at = start;
      parseZoneName();
      return;
    }
    parseWord(word);
  }

  private void parseWord(String word) {
    switch (word) {
      case "am" -> morning = true;
      case "pm" -> afternoon = true;
      case "bc" -> beforeChrist = true;
      case "ad" -> beforeChrist = false;
      case "epoch" -> setDate(1970, 1, 1);
      case "allballs" -> hour = 0;
      default -> parseName(word);
    }
  }

  private void setDate(int newYear, int newMonth, int newDay) {
    setYear(newYear, 4);
    month = newMonth;
    day = newDay;
  }

  private void parseName(String word) {
    Integer zoneHours = ZONE_HOURS.get(word);
    if (zoneHours != null) {
      fields.setOffset(zoneHours * 3600);
    } else if (indexOf(WEEKDAYS, word) < 0) {
      if (month >= 0) {
        throw syntax();
      }
      month = monthOf(word);
    }
  }

  private void parseTimeAfterT() {
    int end = digitsEnd(at);
    if (end < text.length() && text.charAt(end) == ':') {
      parseClock();
    } else if (end - at == 6 || end - at == 4) {
      int start = at;
      at = end;
      parseRunTogetherTime(start, end);
    } else {
      throw syntax();
    }
  }

  private void parseZoneName() {
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isZoneNamePart(text.charAt(at)))) {
      at++;
    }
    fields.setZone(SessionZone.named(text.substring(start, at)));
  }

  private static boolean isZoneNamePart(char character) {
    return character == '/' || character == '_';
  }

  /** {@code +hh}, {@code +hhmm}, {@code +hh:mm} or {@code +hh:mm:ss}. */
  private void parseOffset() {
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int start = at;
    at = digitsEnd(at);
    int hours;
    int minutes = 0;
    int seconds = 0;
    if (at - start > 2) {
      int number = (int) number(start, at);
      hours = number / 100;
      minutes = number % 100;
    } else {
      hours = (int) number(start, at);
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        minutes = smallNumber();
      }
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        seconds = smallNumber();
      }
    }
    if (hours > 15 || minutes > 59 || seconds > 59) {
      throw new SqlError("22009", "time zone displacement out of range: \"" + text + "\"");
    }
    fields.setOffset(sign * (hours * 3600 + minutes * 60 + seconds));
  }

  private void finishDate() {
    if (year < 0 && month < 0 && day < 0) {
      return;
    }
    if (year < 0 || month < 0 || day < 0) {
      throw syntax();
    }
    if (beforeChrist) {
      if (yearDigits <= 2 || year == 0) {
        throw InvalidText.field(text);
      }
      year = 1 - year;
    } else if (yearDigits <= 2) {
      year += year < 70 ? 2000 : 1900;
    } else if (year == 0) {
      throw InvalidText.field(text);
    }
    fields.setDate(year, month, day);
  }

  private void finishTime() {
    if (hour < 0) {
      if (morning || afternoon) {
        throw syntax();
      }
      return;
    }
    if (morning || afternoon) {
      if (hour > 12) {
        throw InvalidText.field(text);
      }
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    fields.setTime(hour, minute, second, micros);
  }

  private int monthOf(String word) {
    int index = indexOf(MONTHS, word);
    if (index < 0) {
      throw syntax();
    }
    return index + 1;
  }

  /** The name that the word is, in full or in its first three letters; -1 if there is none. */
  private static int indexOf(String[] names, String word) {
    for (int i = 0; i < names.length; i++) {
      boolean abbreviated = word.length() == 3 && names[i].startsWith(word);
      if (abbreviated || names[i].equals(word)) {
        return i;
      }
    }
    return -1;
  }

  private void expect(char separator) {
    if (at >= text.length() || text.charAt(at) != separator) {
      throw syntax();
    }
    at++;
  }

  private String word() {
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  /** The number at the current place: at least one digit, few enough to fit an int. */
  private int smallNumber() {
    int start = at;
    at = digitsEnd(at);
    return (int) number(start, at);
  }

  private long number(int start, int end) {
    if (end == start) {
      throw syntax();
    }
    if (end - start > 9) {
      throw InvalidText.field(text);
    }
    return Long.parseLong(text, start, end, 10);
  }

  private int digitsEnd(int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private SqlError syntax() {
    return InvalidText.dateSyntax(type, text);
  }
}
