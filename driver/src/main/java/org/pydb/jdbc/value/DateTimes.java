package org.pydb.jdbc.value;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Days and microseconds to the classes of {@code java.time} and {@code java.sql}, and back.
 * Stateless.
 *
 * <p>The classes of {@code java.sql} hold instants, so a local time needs a zone on the way: that
 * of the calendar, or the JVM's. Year, month, day and time of day are kept as they are read off a
 * wall calendar, also before 1582 and before Christ.
 */
@SuppressWarnings({
  "JavaUtilDate", // JDBC has nothing else.
  "JavaLocalTimeGetNano",
  "JavaLocalDateTimeGetNano" // Whole seconds and the rest go separate ways.
})
public final class DateTimes {
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** From this year on the JDK's own conversions, which are fast, are right. */
  private static final int GREGORIAN_YEAR = 1583;

  private DateTimes() {}

  // ------------------------------------------------------------------ java.time

  /** The date of a number of days since 1970. */
  public static LocalDate date(long days) {
    return LocalDate.ofEpochDay(days);
  }

  /** The time of day; not for 24:00:00. */
  public static LocalTime time(long microsOfDay) {
    return LocalTime.ofNanoOfDay(microsOfDay * NANOS_PER_MICRO);
  }

  /** The local date and time of microseconds since 1970. */
  public static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), nanos(micros), ZoneOffset.UTC);
  }

  /** The instant of microseconds since 1970 UTC. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), nanos(micros));
  }

  private static int nanos(long micros) {
    return (int) (Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /** Microseconds of a day, rounded to the nearest; the last half of one becomes 24:00:00. */
  public static long micros(LocalTime time) {
    return (time.toNanoOfDay() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
  }

  /**
   * Microseconds since 1970, rounded to the nearest.
   *
   * @throws ArithmeticException if there are too many
   */
  public static long micros(LocalDateTime time) {
    return Math.addExact(
        Math.multiplyExact(time.toLocalDate().toEpochDay(), MICROS_PER_DAY),
        micros(time.toLocalTime()));
  }

  /**
   * Microseconds since 1970 UTC, rounded to the nearest.
   *
   * @throws ArithmeticException if there are too many
   */
  public static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
        (instant.getNano() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO);
  }

  // ------------------------------------------------------------------ java.sql

  /** Midnight of a date. */
  public static Date sqlDate(LocalDate date, @Nullable Calendar zone) {
    if (zone == null && date.getYear() >= GREGORIAN_YEAR) {
      return Date.valueOf(date);
    }
    return new Date(millis(date.atStartOfDay(), zone));
  }

  /** A time of day on 1970-01-01; it holds no more than milliseconds. */
  public static Time sqlTime(LocalTime time, @Nullable Calendar zone) {
    LocalDateTime first = time.atDate(LocalDate.EPOCH);
    return new Time(millis(first, zone) + time.getNano() / 1_000_000);
  }

  /** A local date and time. */
  public static Timestamp sqlTimestamp(LocalDateTime time, @Nullable Calendar zone) {
    if (zone == null && time.getYear() >= GREGORIAN_YEAR) {
      return Timestamp.valueOf(time);
    }
    Timestamp timestamp = new Timestamp(millis(time, zone));
    timestamp.setNanos(time.getNano());
    return timestamp;
  }

  /** An instant. */
  public static Timestamp sqlTimestamp(Instant instant) {
    Timestamp timestamp = new Timestamp(instant.getEpochSecond() * 1000);
    timestamp.setNanos(instant.getNano());
    return timestamp;
  }

  /** The instant of whole seconds of a local time. */
  private static long millis(LocalDateTime time, @Nullable Calendar zone) {
    GregorianCalendar calendar = calendar(zone);
    calendar.clear();
    calendar.set(
        time.getYear(),
        time.getMonthValue() - 1,
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond());
    return calendar.getTimeInMillis();
  }

  /** The local date and time of an instant, with its fraction of a second. */
  public static LocalDateTime local(java.util.Date instant, @Nullable Calendar zone) {
    GregorianCalendar calendar = calendar(zone);
    calendar.setTimeInMillis(instant.getTime());
    int year = calendar.get(Calendar.YEAR);
    return LocalDateTime.of(
        calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
        calendar.get(Calendar.MONTH) + 1,
        calendar.get(Calendar.DAY_OF_MONTH),
        calendar.get(Calendar.HOUR_OF_DAY),
        calendar.get(Calendar.MINUTE),
        calendar.get(Calendar.SECOND),
        nanos(instant));
  }

  /** The instant itself, to the nanosecond if it has them. */
  public static Instant instant(java.util.Date instant) {
    return Instant.ofEpochSecond(Math.floorDiv(instant.getTime(), 1000L), nanos(instant));
  }

  private static int nanos(java.util.Date instant) {
    return instant instanceof Timestamp timestamp
        ? timestamp.getNanos()
        : (int) Math.floorMod(instant.getTime(), 1000L) * 1_000_000;
  }

  private static GregorianCalendar calendar(@Nullable Calendar zone) {
    return new GregorianCalendar(zone == null ? TimeZone.getDefault() : zone.getTimeZone());
  }
}
