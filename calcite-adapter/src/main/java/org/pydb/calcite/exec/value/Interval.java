package org.pydb.calcite.exec.value;

import java.nio.ByteBuffer;
import org.pydb.calcite.api.SqlError;

/**
 * A span of time: months, days and microseconds, each with its own sign, since months and days have
 * no fixed length.
 *
 * <pre>
 *  0        4        8                16
 *  | months | days   | microseconds    |     big-endian
 * </pre>
 */
public record Interval(int months, int days, long micros) {

  /** Bytes of an interval. */
  public static final int BYTES = 16;

  public static final long MICROS_PER_SECOND = 1_000_000;
  public static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  public static final int DAYS_PER_MONTH = 30;
  public static final int MONTHS_PER_YEAR = 12;

  /** No time at all. */
  public static final Interval ZERO = new Interval(0, 0, 0);

  /** The interval that begins at a place of an array. */
  public static Interval read(byte[] array, int start) {
    ByteBuffer bytes = ByteBuffer.wrap(array, start, BYTES);
    return new Interval(bytes.getInt(), bytes.getInt(), bytes.getLong());
  }

  /** The interval as bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putInt(months).putInt(days).putLong(micros).array();
  }

  /**
   * An interval of these parts.
   *
   * @throws SqlError 22008 if one is too large
   */
  public static Interval of(long months, long days, long micros) {
    if (months != (int) months || days != (int) days) {
      throw outOfRange();
    }
    return new Interval((int) months, (int) days, micros);
  }

  /** 22008: an interval is too long. */
  public static SqlError outOfRange() {
    return new SqlError("22008", "interval out of range");
  }

  /** The sum of two intervals, part by part. */
  public Interval plus(Interval other) {
    try {
      return of(
          (long) months + other.months,
          (long) days + other.days,
          Math.addExact(micros, other.micros));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  /** The opposite. */
  public Interval negated() {
    try {
      return of(-(long) months, -(long) days, Math.negateExact(micros));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  /** The order of two intervals in arrays. */
  public static int compare(byte[] array, int start, byte[] otherArray, int otherStart) {
    int order = Long.compare(days(array, start), days(otherArray, otherStart));
    return order != 0
        ? order
        : Long.compare(microsOfDay(array, start), microsOfDay(otherArray, otherStart));
  }

  /** The order of intervals, with months of 30 days. */
  public int compare(Interval other) {
    int order = Long.compare(wholeDays(), other.wholeDays());
    return order != 0 ? order : Long.compare(microsOfDay(), other.microsOfDay());
  }

  /** Whole days in all, down to the next lesser one. */
  public static long days(byte[] array, int start) {
    return read(array, start).wholeDays();
  }

  /** What is left of a day beyond {@link #days}. */
  public static long microsOfDay(byte[] array, int start) {
    return read(array, start).microsOfDay();
  }

  private long wholeDays() {
    return (long) months * DAYS_PER_MONTH + days + Math.floorDiv(micros, MICROS_PER_DAY);
  }

  private long microsOfDay() {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }
}
