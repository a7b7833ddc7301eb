package org.pydb.calcite.parser;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.pydb.calcite.error.PlacedError;

/**
 * Intervals with their units in the string: {@code interval '1 year 2 months -3 days 04:05:06.7'}.
 *
 * <p>They become standard SQL's, of which there are two kinds: months, and days with seconds. One
 * that has both is a call of {@link #SUM} of the two.
 */
public final class IntervalText {

  /** Months and then days and seconds, to be added to a time one after the other. */
  public static final SqlFunction SUM =
      new SqlFunction(
          "$INTERVALS",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG1,
          null,
          OperandTypes.ANY_ANY,
          SqlFunctionCategory.SYSTEM);

  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-])?(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?"
              + "|([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([a-zA-Zµ]+)?)");

  private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);
  private static final BigDecimal DAYS_A_MONTH = BigDecimal.valueOf(30);

  /** How many months a unit has. */
  private static final Map<String, Integer> MONTHS =
      Map.of("month", 1, "year", 12, "decade", 120, "century", 1200, "millennium", 12_000);

  /** How many milliseconds a unit has; those of a microsecond are less than one. */
  private static final Map<String, BigDecimal> MILLIS =
      Map.of(
          "microsecond", new BigDecimal("0.001"),
          "millisecond", BigDecimal.ONE,
          "second", BigDecimal.valueOf(1000),
          "minute", BigDecimal.valueOf(60_000),
          "hour", BigDecimal.valueOf(3_600_000),
          "day", MILLIS_A_DAY,
          "week", MILLIS_A_DAY.multiply(BigDecimal.valueOf(7)));

  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("microsecond", List.of("us", "usec", "usecs", "microseconds")),
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

  private final SqlParserPos position;
  private final String text;
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal millis = BigDecimal.ZERO;

  private IntervalText(SqlParserPos position, String text) {
    this.position = position;
    this.text = text;
  }

  /**
   * The interval that a text means.
   *
   * @param sign 1, or -1 if a minus stands before it
   * @throws PlacedError 22007 if it means none, 0A000 if it is finer than a millisecond
   */
  public static SqlNode parse(int sign, String text, SqlParserPos position) {
    IntervalText interval = new IntervalText(position, text);
    interval.read();
    if (sign < 0) {
      interval.months = interval.months.negate();
      interval.millis = interval.millis.negate();
    }
    return interval.node();
  }

  private void read() {
    String rest = text.strip();
    boolean isAgo = rest.toLowerCase(Locale.ROOT).endsWith(" ago");
    if (isAgo) {
      rest = rest.substring(0, rest.length() - 4);
    }
    rest = rest.startsWith("@") ? rest.substring(1) : rest;
    Matcher matcher = PART.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!matcher.region(at, rest.length()).lookingAt()) {
        throw invalid();
      }
      part(matcher);
      at = matcher.end();
    }
    if (at == 0) {
      throw invalid();
    }
    if (isAgo) {
      months = months.negate();
      millis = millis.negate();
    }
  }

  private void part(Matcher part) {
    if (part.group(2) != null) {
      clock(part);
      return;
    }
    BigDecimal number = new BigDecimal(part.group(5));
    String unit = part.group(6) == null ? "second" : unit(part.group(6).toLowerCase(Locale.ROOT));
    Integer unitMonths = MONTHS.get(unit);
    if (unitMonths == null) {
      millis = millis.add(number.multiply(MILLIS.getOrDefault(unit, BigDecimal.ZERO)));
      return;
    }
    BigDecimal amount = number.multiply(BigDecimal.valueOf(unitMonths));
    BigDecimal whole = amount.setScale(0, RoundingMode.DOWN);
    months = months.add(whole);
    if (unit.equals("month")) {
      BigDecimal days = amount.subtract(whole).multiply(DAYS_A_MONTH);
      millis = millis.add(days.multiply(MILLIS_A_DAY));
    }
  }

  private void clock(Matcher part) {
    BigDecimal clock =
        MILLIS
            .getOrDefault("hour", BigDecimal.ZERO)
            .multiply(new BigDecimal(part.group(2)))
            .add(new BigDecimal(part.group(3)).multiply(BigDecimal.valueOf(60_000)));
    if (part.group(4) != null) {
      clock = clock.add(new BigDecimal(part.group(4)).multiply(BigDecimal.valueOf(1000)));
    }
    millis = "-".equals(part.group(1)) ? millis.subtract(clock) : millis.add(clock);
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

  private SqlNode node() {
    if (millis.stripTrailingZeros().scale() > 0) {
      throw new PlacedError(
          position, "0A000", "intervals finer than a millisecond are not supported yet: " + text);
    }
    if (months.signum() == 0) {
      return seconds();
    }
    return millis.signum() == 0 ? literal(months, TimeUnit.MONTH) : sum();
  }

  private SqlNode sum() {
    return SUM.createCall(position, literal(months, TimeUnit.MONTH), seconds());
  }

  private SqlNode seconds() {
    BigDecimal[] days = millis.divideAndRemainder(MILLIS_A_DAY);
    return days[1].signum() == 0
        ? literal(days[0], TimeUnit.DAY)
        : literal(millis.movePointLeft(3), TimeUnit.SECOND);
  }

  private SqlLiteral literal(BigDecimal value, TimeUnit unit) {
    int digits = Math.max(2, value.abs().setScale(0, RoundingMode.DOWN).precision());
    if (digits > 10) {
      throw new PlacedError(position, "22015", "interval field value out of range: " + text);
    }
    String written = value.abs().stripTrailingZeros().toPlainString();
    return SqlLiteral.createInterval(
        value.signum() < 0 ? -1 : 1,
        written,
        new SqlIntervalQualifier(unit, digits, null, unit == TimeUnit.SECOND ? 3 : -1, position),
        position);
  }

  private PlacedError invalid() {
    return new PlacedError(
        position, "22007", "invalid input syntax for type interval: \"" + text + "\"");
  }
}
