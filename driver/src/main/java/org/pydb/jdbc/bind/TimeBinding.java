package org.pydb.jdbc.bind;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Calendar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.DateTimes;

/**
 * Binds dates and times, rounded to microseconds. Parameters count from 1. Stateless.
 *
 * <p>A {@code java.sql.Timestamp} is an instant where the parameter's place asks for one, and a
 * local time in the calendar's zone everywhere else.
 */
public final class TimeBinding {

  /** The first day that there is: 4714-11-24 BC. */
  private static final long DAYS_MIN = LocalDate.of(-4713, 11, 24).toEpochDay();

  /** The last day that there is. */
  private static final long DAYS_MAX = LocalDate.of(5_874_897, 12, 31).toEpochDay();

  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long MICROS_MIN = DAYS_MIN * MICROS_PER_DAY;

  /** After the last timestamp: the years that 64 bits can hold whole end here. */
  private static final long MICROS_END = LocalDate.of(294_247, 1, 1).toEpochDay() * MICROS_PER_DAY;

  /** As PostgreSQL writes a time with its offset. */
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:mm", "+00")
          .toFormatter(Locale.ROOT);

  private TimeBinding() {}

  /** Binds a date. */
  public static void bind(Parameters parameters, int parameter, LocalDate value)
      throws SQLException {
    long days = value.toEpochDay();
    if (days < DAYS_MIN || days > DAYS_MAX) {
      throw outOfRange(parameter, value);
    }
    parameters.toSet(parameter).setLong(parameter - 1, ColumnKind.DATE, days);
  }

  /** Binds a time of day. */
  public static void bind(Parameters parameters, int parameter, LocalTime value)
      throws SQLException {
    parameters.toSet(parameter).setLong(parameter - 1, ColumnKind.TIME, DateTimes.micros(value));
  }

  /** Whether a date is wanted: then that of a moment is taken, as in PostgreSQL. */
  private static boolean isForDate(Parameters parameters, int parameter) throws SQLException {
    parameters.toSet(parameter); // The place is looked at only if there is one.
    return parameters.kind(parameter) == ColumnKind.DATE;
  }

  /** Binds an instant; where a date is wanted, what its calendar shows. */
  public static void bind(Parameters parameters, int parameter, ZonedDateTime value)
      throws SQLException {
    if (isForDate(parameters, parameter)) {
      bind(parameters, parameter, value.toLocalDate());
    } else {
      bind(parameters, parameter, value.toInstant());
    }
  }

  /** Binds a time of day, without its offset but where a text is wanted. */
  public static void bind(Parameters parameters, int parameter, OffsetTime value)
      throws SQLException {
    ParameterValues values = parameters.toSet(parameter);
    ColumnKind kind = parameters.kind(parameter);
    if (kind == ColumnKind.TEXT || kind == ColumnKind.CHAR) {
      values.setText(parameter - 1, WITH_OFFSET.format(value));
    } else {
      bind(parameters, parameter, value.toLocalTime());
    }
  }

  /** Binds a local date and time. */
  public static void bind(Parameters parameters, int parameter, LocalDateTime value)
      throws SQLException {
    if (isForDate(parameters, parameter)) {
      bind(parameters, parameter, value.toLocalDate());
      return;
    }
    try {
      bind(parameters, parameter, ColumnKind.TIMESTAMP, DateTimes.micros(value), value);
    } catch (ArithmeticException e) {
      throw outOfRange(parameter, value);
    }
  }

  /** Binds an instant. */
  public static void bind(Parameters parameters, int parameter, Instant value) throws SQLException {
    try {
      if (isForDate(parameters, parameter)) {
        bind(parameters, parameter, LocalDate.ofInstant(value, ZoneId.systemDefault()));
        return;
      }
      bind(parameters, parameter, ColumnKind.TIMESTAMP_TZ, DateTimes.micros(value), value);
    } catch (ArithmeticException | DateTimeException e) {
      throw outOfRange(parameter, value);
    }
  }

  private static void bind(
      Parameters parameters, int parameter, ColumnKind kind, long micros, Object value)
      throws SQLException {
    if (micros < MICROS_MIN || micros >= MICROS_END) {
      throw outOfRange(parameter, value);
    }
    parameters.toSet(parameter).setLong(parameter - 1, kind, micros);
  }

  /** Binds a date, as it is in the calendar's zone or, without one, in the JVM's. */
  public static void bind(
      Parameters parameters, int parameter, Date value, @Nullable Calendar calendar)
      throws SQLException {
    bind(parameters, parameter, local(parameter, value, calendar).toLocalDate());
  }

  /** Binds a time of day, as it is in the calendar's zone or, without one, in the JVM's. */
  public static void bind(
      Parameters parameters, int parameter, Time value, @Nullable Calendar calendar)
      throws SQLException {
    bind(parameters, parameter, local(parameter, value, calendar).toLocalTime());
  }

  /** Binds an instant, or what a clock in the calendar's or the JVM's zone shows then. */
  public static void bind(
      Parameters parameters, int parameter, Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    parameters.toSet(parameter); // The place is looked at only if there is one.
    if (parameters.kind(parameter) == ColumnKind.TIMESTAMP_TZ) {
      bind(parameters, parameter, DateTimes.instant(value));
    } else {
      bind(parameters, parameter, local(parameter, value, calendar));
    }
  }

  private static LocalDateTime local(
      int parameter, java.util.Date value, @Nullable Calendar calendar) throws SQLException {
    try {
      return DateTimes.local(value, calendar);
    } catch (DateTimeException e) {
      throw outOfRange(parameter, DateTimes.instant(value));
    }
  }

  private static SQLException outOfRange(int parameter, Object value) {
    return SqlExceptions.of(
        SqlStates.TIME_OUT_OF_RANGE, "parameter " + parameter + ": " + value + " is out of range");
  }
}
