package org.pydb.jdbc.value;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * Values as dates and times. An instant is seen in the session's time zone where a local time is
 * asked for, and a local time where an instant is; the classes of {@code java.sql} are of the
 * JVM's. Stateless.
 */
public final class TimeValues {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private TimeValues() {}

  /** The value as a date: of a date, or of a timestamp its day. */
  public static LocalDate toLocalDate(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case DATE -> DateTimes.date(row.word(column));
      case TIMESTAMP, TIMESTAMP_TZ -> local(row, column).toLocalDate();
      case TEXT, CHAR -> DateTimes.date(parsed(row, column, ColumnKind.DATE));
      default -> throw row.cannotConvert(column, "a date");
    };
  }

  /** The value as a time of day: of a time, or of a timestamp its time. */
  public static LocalTime toLocalTime(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case TIME -> timeOfDay(row, column, row.word(column));
      case TIMESTAMP, TIMESTAMP_TZ -> local(row, column).toLocalTime();
      case TEXT, CHAR -> timeOfDay(row, column, parsed(row, column, ColumnKind.TIME));
      default -> throw row.cannotConvert(column, "a time");
    };
  }

  private static LocalTime timeOfDay(RowValues row, int column, long micros) throws SQLException {
    if (micros == MICROS_PER_DAY) {
      throw SqlExceptions.of(
          SqlStates.TIME_OUT_OF_RANGE,
          row.name(column) + ": 24:00:00 is no time of Java's: ask with getString");
    }
    return DateTimes.time(micros);
  }

  /** The value as a local date and time; a date begins at midnight. */
  public static LocalDateTime toLocalDateTime(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case DATE -> DateTimes.date(row.word(column)).atStartOfDay();
      case TIMESTAMP, TIMESTAMP_TZ -> local(row, column);
      case TEXT, CHAR -> DateTimes.dateTime(parsed(row, column, ColumnKind.TIMESTAMP));
      default -> throw row.cannotConvert(column, "a date and time");
    };
  }

  private static LocalDateTime local(RowValues row, int column) throws SQLException {
    long micros = row.word(column);
    return row.type(column).kind() == ColumnKind.TIMESTAMP
        ? DateTimes.dateTime(micros)
        : LocalDateTime.ofInstant(DateTimes.instant(micros), zone(row));
  }

  /**
   * The value as an instant: of a timestamp without time zone, when the session's clock shows it.
   */
  public static Instant toInstant(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case TIMESTAMP_TZ -> DateTimes.instant(row.word(column));
      case TIMESTAMP -> local(row, column).atZone(zone(row)).toInstant();
      case TEXT, CHAR -> DateTimes.instant(parsed(row, column, ColumnKind.TIMESTAMP_TZ));
      default -> throw row.cannotConvert(column, "an instant");
    };
  }

  /** The value as an instant with the offset that the session's time zone has then. */
  public static OffsetDateTime toOffsetDateTime(RowValues row, int column) throws SQLException {
    return OffsetDateTime.ofInstant(toInstant(row, column), zone(row));
  }

  private static ZoneId zone(RowValues row) {
    return row.text().zone();
  }

  // ------------------------------------------------------------------ java.sql

  /**
   * The value as {@code java.sql.Date}.
   *
   * @param calendar whose zone holds, or null for the JVM's
   */
  public static Date toDate(RowValues row, int column, @Nullable Calendar calendar)
      throws SQLException {
    LocalDate date =
        isInstant(row, column)
            ? DateTimes.local(instant(row, column), calendar).toLocalDate()
            : toLocalDate(row, column);
    return DateTimes.sqlDate(date, calendar);
  }

  /**
   * The value as {@code java.sql.Time}, to the millisecond.
   *
   * @param calendar whose zone holds, or null for the JVM's
   */
  public static Time toTime(RowValues row, int column, @Nullable Calendar calendar)
      throws SQLException {
    LocalTime time =
        isInstant(row, column)
            ? DateTimes.local(instant(row, column), calendar).toLocalTime()
            : toLocalTime(row, column);
    return DateTimes.sqlTime(time, calendar);
  }

  /**
   * The value as {@code java.sql.Timestamp}; a time of day is on 1970-01-01.
   *
   * @param calendar whose zone holds for what is no instant, or null for the JVM's
   */
  public static Timestamp toTimestamp(RowValues row, int column, @Nullable Calendar calendar)
      throws SQLException {
    if (isInstant(row, column)) {
      return instant(row, column);
    }
    LocalDateTime local =
        row.type(column).kind() == ColumnKind.TIME
            ? toLocalTime(row, column).atDate(LocalDate.EPOCH)
            : toLocalDateTime(row, column);
    return DateTimes.sqlTimestamp(local, calendar);
  }

  private static boolean isInstant(RowValues row, int column) {
    return row.type(column).kind() == ColumnKind.TIMESTAMP_TZ;
  }

  private static Timestamp instant(RowValues row, int column) throws SQLException {
    return DateTimes.sqlTimestamp(DateTimes.instant(row.word(column)));
  }

  private static long parsed(RowValues row, int column, ColumnKind kind) throws SQLException {
    try {
      return row.text().parseLong(kind, row.string(column));
    } catch (RuntimeException e) {
      throw row.unparsable(column, e);
    }
  }
}
