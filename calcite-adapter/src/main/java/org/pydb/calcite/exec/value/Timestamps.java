package org.pydb.calcite.exec.value;

import org.pydb.calcite.api.SqlError;

/** Arithmetic on timestamps without zone, in microseconds since 1970. Stateless. */
public final class Timestamps {

  /** Microseconds of a second. */
  public static final long SECOND = 1_000_000;

  /** Microseconds of a minute. */
  public static final long MINUTE = 60 * SECOND;

  /** Microseconds of an hour. */
  public static final long HOUR = 60 * MINUTE;

  /** Microseconds of a day; also the TIME 24:00:00. */
  public static final long DAY = 24 * HOUR;

  /** The first timestamp: 4714-11-24 BC. */
  public static final long MIN = CivilDate.DAYS_MIN * DAY;

  /** The last timestamp: the end of the year 294246, the last that 64 bits can hold whole. */
  public static final long MAX = CivilDate.toDays(294_247, 1, 1) * DAY - 1;

  private Timestamps() {}

  /** The day on which a timestamp lies. */
  public static long dayOf(long timestamp) {
    return Math.floorDiv(timestamp, DAY);
  }

  /** The time of a timestamp in its day. */
  public static long timeOf(long timestamp) {
    return Math.floorMod(timestamp, DAY);
  }

  /**
   * The timestamp at a time of a day.
   *
   * @throws SqlError 22008 if it is out of range
   */
  public static long of(long day, long time) {
    if (day < CivilDate.DAYS_MIN || day > MAX / DAY) {
      throw outOfRange();
    }
    return checked(day * DAY + time);
  }

  /** The timestamp so many months later; the day is cut to what the new month has. */
  public static long plusMonths(long timestamp, long months) {
    try {
      return of(CivilDate.plusMonths(dayOf(timestamp), months), timeOf(timestamp));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  /** The timestamp so many days later. */
  public static long plusDays(long timestamp, int days) {
    return of(dayOf(timestamp) + days, timeOf(timestamp));
  }

  /** The timestamp so many microseconds later. */
  public static long plusMicros(long timestamp, long micros) {
    long sum = timestamp + micros;
    if (((timestamp ^ sum) & (micros ^ sum)) < 0) {
      throw outOfRange();
    }
    return checked(sum);
  }

  /** How many whole months lie between two timestamps; negative if {@code to} is earlier. */
  public static long monthsBetween(long from, long to) {
    long start = CivilDate.ofDays(dayOf(from));
    long end = CivilDate.ofDays(dayOf(to));
    long months =
        (CivilDate.year(end) - CivilDate.year(start)) * 12L
            + CivilDate.month(end)
            - CivilDate.month(start);
    long landed = plusMonths(from, months);
    if (to >= from) {
      return landed > to ? months - 1 : months;
    }
    return landed < to ? months + 1 : months;
  }

  /**
   * The timestamp, if it is in range.
   *
   * @throws SqlError 22008 otherwise
   */
  public static long checked(long timestamp) {
    if (timestamp < MIN || timestamp > MAX) {
      throw outOfRange();
    }
    return timestamp;
  }

  private static SqlError outOfRange() {
    return new SqlError("22008", "timestamp out of range");
  }
}
