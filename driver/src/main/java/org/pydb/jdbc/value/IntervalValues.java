package org.pydb.jdbc.value;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Intervals as the classes of {@code java.time}, each of which holds a part of them. Stateless. */
final class IntervalValues {
  private static final int MONTHS_PER_YEAR = 12;

  private IntervalValues() {}

  /** An interval without months; a day has 24 hours. */
  static Duration toDuration(RowValues row, int column) throws SQLException {
    ByteBuffer interval = bytes(row, column, "Duration");
    int months = interval.getInt();
    if (months != 0) {
      throw unfit(row, column, "Duration, which has no months");
    }
    return Duration.ofDays(interval.getInt()).plus(interval.getLong(), ChronoUnit.MICROS);
  }

  /** An interval of months and days alone. */
  static Period toPeriod(RowValues row, int column) throws SQLException {
    ByteBuffer interval = bytes(row, column, "Period");
    int months = interval.getInt();
    int days = interval.getInt();
    if (interval.getLong() != 0) {
      throw unfit(row, column, "Period, which has no hours");
    }
    return Period.of(months / MONTHS_PER_YEAR, months % MONTHS_PER_YEAR, days);
  }

  private static ByteBuffer bytes(RowValues row, int column, String wanted) throws SQLException {
    if (row.type(column).kind() != ColumnKind.INTERVAL) {
      throw row.cannotConvert(column, wanted);
    }
    return ByteBuffer.wrap(row.bytes(column));
  }

  private static SQLException unfit(RowValues row, int column, String wanted) throws SQLException {
    return SqlExceptions.of(
        SqlStates.CANNOT_CONVERT,
        row.name(column) + ": " + row.print(column) + " cannot be had as " + wanted);
  }
}
