package org.pydb.calcite.exec.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Interval;

/**
 * Intervals as PostgreSQL writes them: {@code 1 year 2 mons -3 days +04:05:06.7}. It reads also ISO
 * 8601's {@code P1Y2M3DT4H5M6S} and the standard's {@code 1-2} and {@code 3 4:05:06}. A reader is
 * used once.
 */
public final class IntervalText {
  private static final String TYPE = "interval";

  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-])?(\\d+):(\\d{1,2}(?:\\.\\d*)?)(?::(\\d{1,2}(?:\\.\\d*)?))?(?![\\d:.])"
              + "|([+-])?(\\d+)-(\\d+)(?![\\d-])"
              + "|([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([a-zA-Zµ]+)?)");

  private static final Pattern ISO_PART =
      Pattern.compile("([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))([YMWDHS])|(T)");

  private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(Interval.MICROS_PER_DAY);
  private static final BigDecimal DAYS_PER_MONTH = BigDecimal.valueOf(Interval.DAYS_PER_MONTH);

  private static final Map<String, Integer> MONTHS =
      Map.of("month", 1, "year", 12, "decade", 120, "century", 1200, "millennium", 12_000);

  private static final Map<String, Integer> DAYS = Map.of("day", 1, "week", 7);

  private static final Map<String, Long> MICROS =
      Map.of(
          "microsecond", 1L,
          "millisecond", 1000L,
          "second", 1_000_000L,
          "minute", 60_000_000L,
          "hour", 3_600_000_000L);

  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("microsecond", List.of("us", "usec", "usecs", "usecond", "microseconds")),
          Map.entry("millisecond", List.of("ms", "msec", "msecs", "milliseconds")),
          Map.entry("second", List.of("s", "sec", "secs", "seconds")),
          Map.entry("minute", List.of("m", "min", "mins", "minutes")),
          Map.entry("hour", List.of("h", "hr", "hrs", "hours")),
          Map.entry("day", List.of("d", "days")),
          Map.entry("week", List.of("w", "weeks")),
          Map.entry("month", List.of("mon", "mons", "months")),
          Map.entry("year", List.of("y", "yr", "yrs", "years")),
          Map.entry("decade", List.of("dec", "decs", "decades")),
          Map.entry("century", List.of("c", "cent", "centuries")),
          Map.entry("millennium", List.of("mil", "mils", "millennia")));

  private final String text;
  private final String lastUnit;
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal days = BigDecimal.ZERO;
  private BigDecimal micros = BigDecimal.ZERO;
  private boolean hasNumbersOnly = true;

  private IntervalText(String text, String lastUnit) {
    this.text = text;
    this.lastUnit = lastUnit;
  }

  // ------------------------------------------------------------------ printing

  /** Writes an interval. */
  public static void print(Interval interval, AsciiBuilder out) {
    int start = out.length();
    boolean isNegative = part(interval.months() / 12, "year", false, start, out);
    isNegative = part(interval.months() % 12, "mon", isNegative, start, out);
    isNegative = part(interval.days(), "day", isNegative, start, out);
    long micros = interval.micros();
    boolean isEmpty = out.length() == start;
    if (micros == 0 && !isEmpty) {
      return;
    }
    out.append(isEmpty ? "" : " ").append(micros < 0 ? "-" : isNegative ? "+" : "");
    // The least long has no opposite; its parts have.
    out.appendPadded(Math.abs(micros / 3_600_000_000L), 2).append(':');
    out.appendPadded(Math.abs(micros / 60_000_000 % 60), 2).append(':');
    out.appendPadded(Math.abs(micros / 1_000_000 % 60), 2);
    long fraction = Math.abs(micros % 1_000_000);
    if (fraction != 0) {
      out.append('.').appendPadded(fraction, 6);
      while (out.last() == '0') {
        out.removeLast(1);
      }
    }
  }

  private static boolean part(
      int number, String unit, boolean followsNegative, int start, AsciiBuilder out) {
    if (number == 0) {
      return followsNegative;
    }
    out.append(out.length() == start ? "" : " ").append(followsNegative && number > 0 ? "+" : "");
    out.append((long) number).append(' ').append(unit).append(number == 1 ? "" : "s");
    return number < 0;
  }

  // ------------------------------------------------------------------ reading

  /**
   * The interval that a text means.
   *
   * @throws SqlError 22007 if it means none, 22008 or 22015 if it is too long
   */
  public static Interval parse(String text) {
    return parse(text, "second");
  }

  /**
   * The interval that a text means where fields stand behind it: a last number without a unit is of
   * the last field, and what is less than that is cut off.
   */
  public static Interval parse(String text, IntervalFields fields) {
    return fields.cut(parse(text, fields.lastUnit()));
  }

  private static Interval parse(String text, String lastUnit) {
    IntervalText interval = new IntervalText(text, lastUnit);
    interval.read();
    return interval.value();
  }

  private void read() {
    String rest = text.strip();
    boolean isAgo = rest.toLowerCase(Locale.ROOT).endsWith(" ago");
    if (isAgo) {
      rest = rest.substring(0, rest.length() - 4);
    }
    rest = rest.startsWith("@") ? rest.substring(1) : rest;
    if (rest.startsWith("P") || rest.startsWith("-P")) {
      iso(rest);
    } else {
      parts(rest);
    }
    if (isAgo) {
      negate();
    }
  }

  private void negate() {
    months = months.negate();
    days = days.negate();
    micros = micros.negate();
  }

  private void parts(String rest) {
    Matcher matcher = PART.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!matcher.region(at, rest.length()).lookingAt()) {
        throw invalid();
      }
      at = matcher.end();
      part(matcher, rest.substring(at).strip());
    }
    if (at == 0) {
      throw invalid();
    }
  }

  private void part(Matcher part, String rest) {
    if (part.group(2) != null) {
      clock(part);
    } else if (part.group(6) != null) {
      BigDecimal whole =
          new BigDecimal(part.group(6))
              .multiply(BigDecimal.valueOf(12))
              .add(new BigDecimal(part.group(7)));
      months = months.add("-".equals(part.group(5)) ? whole.negate() : whole);
    } else {
      BigDecimal number = new BigDecimal(part.group(8));
      String unit = part.group(9);
      hasNumbersOnly &= unit == null;
      if (unit == null && !rest.isEmpty()) {
        boolean isDay = rest.contains(":") || (lastUnit.equals("hour") && !rest.contains(" "));
        if (!isDay || !hasNumbersOnly) {
          throw invalid();
        }
        add(number, "day"); // 3 04:05:06, or 3 4 where hours are the last field
      } else {
        add(number, unit == null ? lastUnit : unit(unit.toLowerCase(Locale.ROOT)));
      }
    }
  }

  private void clock(Matcher part) {
    boolean hasFraction = part.group(3).contains(".");
    if (hasFraction && part.group(4) != null) {
      throw invalid();
    }
    boolean isShort =
        hasFraction || (lastUnit.equals(IntervalFields.SECOND_OF_MINUTE) && part.group(4) == null);
    BigDecimal first = new BigDecimal(part.group(2));
    BigDecimal second = new BigDecimal(part.group(3));
    BigDecimal third = new BigDecimal(part.group(4) == null ? "0" : part.group(4));
    BigDecimal seconds =
        isShort
            ? first.multiply(BigDecimal.valueOf(60)).add(second)
            : first
                .multiply(BigDecimal.valueOf(3600))
                .add(second.multiply(BigDecimal.valueOf(60)))
                .add(third);
    BigDecimal minutes = isShort ? first : second;
    BigDecimal rest = isShort ? second : third;
    if (minutes.intValue() > 59 || rest.intValue() > 60) {
      throw new SqlError("22008", "interval field value out of range: \"" + text + "\"");
    }
    BigDecimal clock = seconds.movePointRight(6);
    micros = "-".equals(part.group(1)) ? micros.subtract(clock) : micros.add(clock);
  }

  private void iso(String rest) {
    boolean isNegative = rest.startsWith("-");
    String parts = rest.substring(isNegative ? 2 : 1);
    Matcher matcher = ISO_PART.matcher(parts);
    boolean isTime = false;
    int at = 0;
    while (at < parts.length()) {
      if (!matcher.region(at, parts.length()).lookingAt()) {
        throw invalid();
      }
      at = matcher.end();
      if (matcher.group(3) != null) {
        isTime = true;
      } else {
        add(new BigDecimal(matcher.group(1)), isoUnit(matcher.group(2), isTime));
      }
    }
    if (at == 0) {
      throw invalid();
    }
    if (isNegative) {
      negate();
    }
  }

  private String isoUnit(String letter, boolean isTime) {
    return switch (letter) {
      case "Y" -> "year";
      case "M" -> isTime ? "minute" : "month";
      case "W" -> "week";
      case "D" -> "day";
      case "H" -> "hour";
      default -> "second";
    };
  }

  private String unit(String name) {
    if (NAMES.containsKey(name)) {
      return name;
    }
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElseThrow(this::invalid);
  }

  /** Adds so many of a unit; what is no whole month or day becomes days or microseconds. */
  private void add(BigDecimal number, String unit) {
    Integer unitMonths = MONTHS.get(unit);
    Integer unitDays = DAYS.get(unit);
    if (unitMonths != null) {
      BigDecimal amount = number.multiply(BigDecimal.valueOf(unitMonths));
      if (unitMonths > 1) {
        months = months.add(amount.setScale(0, RoundingMode.HALF_EVEN));
      } else {
        BigDecimal whole = amount.setScale(0, RoundingMode.DOWN);
        months = months.add(whole);
        addDays(amount.subtract(whole).multiply(DAYS_PER_MONTH));
      }
    } else if (unitDays != null) {
      addDays(number.multiply(BigDecimal.valueOf(unitDays)));
    } else {
      long unitMicros = MICROS.getOrDefault(unit, 1_000_000L);
      micros = micros.add(number.multiply(BigDecimal.valueOf(unitMicros)));
    }
  }

  private void addDays(BigDecimal amount) {
    BigDecimal whole = amount.setScale(0, RoundingMode.DOWN);
    days = days.add(whole);
    micros = micros.add(amount.subtract(whole).multiply(MICROS_PER_DAY));
  }

  private Interval value() {
    try {
      return new Interval(
          months.intValueExact(),
          days.intValueExact(),
          micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    } catch (ArithmeticException e) {
      throw new SqlError("22015", "interval field value out of range: \"" + text + "\"", e);
    }
  }

  private SqlError invalid() {
    return InvalidText.dateSyntax(TYPE, text);
  }
}
