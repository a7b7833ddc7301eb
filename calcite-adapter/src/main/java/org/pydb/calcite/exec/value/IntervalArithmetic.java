package org.pydb.calcite.exec.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/** What PostgreSQL computes with intervals. Stateless. */
public final class IntervalArithmetic {
  private static final long DAY = Interval.MICROS_PER_DAY;
  private static final int MONTH = Interval.DAYS_PER_MONTH;
  private static final int YEAR = Interval.MONTHS_PER_YEAR;

  private IntervalArithmetic() {}

  /** The timestamp an interval later: months first, then days, then the rest. */
  public static long plus(long timestamp, Interval interval) {
    long moved =
        interval.months() == 0 ? timestamp : Timestamps.plusMonths(timestamp, interval.months());
    moved = Timestamps.plusDays(moved, interval.days());
    return Timestamps.plusMicros(moved, interval.micros());
  }

  /** The instant an interval later: months and days go by the clock of a zone. */
  public static long plus(long instant, Interval interval, SessionZone zone) {
    long moved = instant;
    if (interval.months() != 0 || interval.days() != 0) {
      Interval whole = new Interval(interval.months(), interval.days(), 0);
      moved = zone.toInstant(plus(zone.toLocal(instant), whole));
    }
    return Timestamps.plusMicros(moved, interval.micros());
  }

  /** From one timestamp to another in years, months, days and time, as on a calendar. */
  public static Interval age(long to, long from) {
    if (to < from) {
      return age(from, to).negated();
    }
    long start = CivilDate.ofDays(Timestamps.dayOf(from));
    long end = CivilDate.ofDays(Timestamps.dayOf(to));
    long micros = Timestamps.timeOf(to) - Timestamps.timeOf(from);
    int days = CivilDate.day(end) - CivilDate.day(start);
    if (micros < 0) {
      micros += DAY;
      days--;
    }
    long months =
        (CivilDate.year(end) - CivilDate.year(start)) * 12L
            + CivilDate.month(end)
            - CivilDate.month(start);
    while (days < 0) {
      days += CivilDate.daysInMonth(CivilDate.year(start), CivilDate.month(start));
      months--;
    }
    return Interval.of(months, days, micros);
  }

  /** An interval times a factor; parts of months become days, parts of days microseconds. */
  public static Interval times(Interval interval, double factor) {
    return scaled(interval.months() * factor, interval.days() * factor, interval.micros() * factor);
  }

  /**
   * An interval divided by a number.
   *
   * @throws SqlError 22012 if that is zero
   */
  public static Interval dividedBy(Interval interval, double divisor) {
    if (divisor == 0) {
      throw new SqlError("22012", "division by zero");
    }
    return scaled(
        interval.months() / divisor, interval.days() / divisor, interval.micros() / divisor);
  }

  private static Interval scaled(double months, double days, double micros) {
    if (!(Math.abs(months) <= Integer.MAX_VALUE && Math.abs(days) <= Integer.MAX_VALUE)) {
      throw Interval.outOfRange();
    }
    int wholeMonths = (int) months;
    int wholeDays = (int) days;
    double monthDays = round((months - wholeMonths) * MONTH);
    double seconds = round((days - wholeDays + monthDays - (int) monthDays) * 86_400);
    if (Math.abs(seconds) >= 86_400) {
      int more = (int) (seconds / 86_400);
      wholeDays += more;
      seconds -= more * 86_400.0;
    }
    double all = Math.rint(micros + seconds * Interval.MICROS_PER_SECOND);
    if (!(Math.abs(all) < 0x1p63)) {
      throw Interval.outOfRange();
    }
    return Interval.of(wholeMonths, (long) wholeDays + (int) monthDays, (long) all);
  }

  /** To six digits after the point, so that 0.1 times 30 days is 3 days. */
  private static double round(double value) {
    return Math.rint(value * 1_000_000) / 1_000_000;
  }

  /** An interval without what is smaller than a unit; null if that cannot be said of intervals. */
  public static @Nullable Interval truncated(Interval interval, DateTimeField unit) {
    int months = interval.months();
    long micros = interval.micros();
    return switch (unit) {
      case MILLENNIUM -> ofMonths(months - months % (1000 * YEAR));
      case CENTURY -> ofMonths(months - months % (100 * YEAR));
      case DECADE -> ofMonths(months - months % (10 * YEAR));
      case YEAR -> ofMonths(months - months % YEAR);
      case QUARTER -> ofMonths(months - months % 3);
      case MONTH -> ofMonths(months);
      case DAY -> new Interval(months, interval.days(), 0);
      case HOUR -> withMicros(interval, micros - micros % Timestamps.HOUR);
      case MINUTE -> withMicros(interval, micros - micros % Timestamps.MINUTE);
      case SECOND -> withMicros(interval, micros - micros % Timestamps.SECOND);
      case MILLISECOND -> withMicros(interval, micros - micros % (Timestamps.SECOND / 1000));
      case MICROSECOND -> interval;
      default -> null;
    };
  }

  /** An interval whose seconds have so many digits behind the point. */
  public static Interval rounded(Interval interval, int digits) {
    BigDecimal seconds =
        BigDecimal.valueOf(interval.micros(), 6).setScale(digits, RoundingMode.HALF_UP);
    try {
      return withMicros(interval, seconds.movePointRight(6).longValueExact());
    } catch (ArithmeticException e) {
      throw Interval.outOfRange();
    }
  }

  private static Interval ofMonths(int months) {
    return new Interval(months, 0, 0);
  }

  private static Interval withMicros(Interval interval, long micros) {
    return new Interval(interval.months(), interval.days(), micros);
  }

  /**
   * The beginning of the bin that a timestamp lies in; bins follow each other from an origin on.
   *
   * @throws SqlError 0A000 if a bin has months, 22008 if it is not longer than nothing, or too long
   */
  public static long bin(Interval width, long timestamp, long origin) {
    if (width.months() != 0) {
      throw new SqlError(
          "0A000", "timestamps cannot be binned into intervals containing months or years");
    }
    try {
      long micros = Math.addExact(Math.multiplyExact(width.days(), DAY), width.micros());
      if (micros <= 0) {
        throw new SqlError("22008", "stride must be greater than zero");
      }
      long since = Math.subtractExact(timestamp, origin);
      return Timestamps.checked(Math.subtractExact(timestamp, Math.floorMod(since, micros)));
    } catch (ArithmeticException e) {
      throw Interval.outOfRange();
    }
  }

  // ------------------------------------------------------------------ justifying

  /** With whole days of 24 hours taken out of the hours. */
  public static Interval justifiedHours(Interval interval) {
    long days = interval.days() + interval.micros() / DAY;
    long micros = interval.micros() % DAY;
    if (days > 0 && micros < 0) {
      days--;
      micros += DAY;
    } else if (days < 0 && micros > 0) {
      days++;
      micros -= DAY;
    }
    return Interval.of(interval.months(), days, micros);
  }

  /** With whole months of 30 days taken out of the days. */
  public static Interval justifiedDays(Interval interval) {
    long months = (long) interval.months() + interval.days() / MONTH;
    int days = interval.days() % MONTH;
    if (months > 0 && days < 0) {
      months--;
      days += MONTH;
    } else if (months < 0 && days > 0) {
      months++;
      days -= MONTH;
    }
    return Interval.of(months, days, interval.micros());
  }

  /** Both, with one sign for all parts. */
  public static Interval justified(Interval interval) {
    long micros = interval.micros();
    long days = interval.days() + micros / DAY;
    micros %= DAY;
    long months = interval.months() + days / MONTH;
    days %= MONTH;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += MONTH;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= DAY;
      days++;
    }
    return Interval.of(months, days, micros);
  }

  // ------------------------------------------------------------------ fields

  /** A field of an interval; null if there is no such field. */
  public static @Nullable BigDecimal field(String name, Interval interval) {
    int months = interval.months();
    long micros = interval.micros();
    return switch (name) {
      case "microsecond", "microseconds" -> BigDecimal.valueOf(micros % 60_000_000);
      case "millisecond", "milliseconds" -> BigDecimal.valueOf(micros % 60_000_000, 3);
      case "second", "seconds" -> BigDecimal.valueOf(micros % 60_000_000, 6);
      case "minute", "minutes" -> BigDecimal.valueOf(micros / 60_000_000 % 60);
      case "hour", "hours" -> BigDecimal.valueOf(micros / 3_600_000_000L);
      case "day", "days" -> BigDecimal.valueOf(interval.days());
      case "month", "months" -> BigDecimal.valueOf(months % YEAR);
      case "quarter" -> BigDecimal.valueOf(months % YEAR / 3 + 1);
      case "year", "years" -> BigDecimal.valueOf(months / YEAR);
      case "decade" -> BigDecimal.valueOf(months / YEAR / 10);
      case "century" -> BigDecimal.valueOf(months / YEAR / 100);
      case "millennium" -> BigDecimal.valueOf(months / YEAR / 1000);
      case "epoch" -> epoch(interval);
      default -> null;
    };
  }

  /** Seconds; a year has 365.25 days here, and a month beyond whole years 30. */
  private static BigDecimal epoch(Interval interval) {
    long years = interval.months() / YEAR;
    long months = interval.months() % YEAR;
    BigDecimal days =
        BigDecimal.valueOf(years * 36_525, 2)
            .add(BigDecimal.valueOf(months * MONTH + interval.days()));
    return days.multiply(BigDecimal.valueOf(86_400))
        .add(BigDecimal.valueOf(interval.micros(), 6))
        .setScale(6);
  }
}
