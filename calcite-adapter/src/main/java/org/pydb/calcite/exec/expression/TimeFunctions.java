package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.DATE;
import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.TIME;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.util.Map;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Registers the arithmetic of dates and times, their making, and the current ones. Stateless. */
final class TimeFunctions {

  private TimeFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerSums(binders);
    registerDifferences(binders);
    registerMaking(binders);
    registerZones(binders);
    current(binders, ScalarFunction.CURRENT_DATE, StatementTime.Part.DATE);
    current(binders, ScalarFunction.CURRENT_TIME, StatementTime.Part.TIME);
    current(binders, ScalarFunction.LOCALTIME, StatementTime.Part.TIME);
    current(binders, ScalarFunction.LOCALTIMESTAMP, StatementTime.Part.TIMESTAMP);
    current(binders, ScalarFunction.CURRENT_TIMESTAMP, StatementTime.Part.INSTANT);
  }

  private static void set(Vector out, int row, long value) {
    ((LongVector) out).set(row, value);
  }

  private static void registerSums(Map<ScalarFunction, Binder> binders) {
    RowFunction plusMicros =
        (in, row, out) ->
            set(out, row, Timestamps.plusMicros(in.getLong(0, row), in.getLong(1, row)));
    Overloads.of(ScalarFunction.PLUS_DAYS, binders)
        .form(DATE, (in, row, out) -> plusDays(in, in.getLong(1, row), row, out), DATE, INT64);
    Overloads.of(ScalarFunction.MINUS_DAYS, binders)
        .form(DATE, (in, row, out) -> plusDays(in, -in.getLong(1, row), row, out), DATE, INT64);
    Overloads.of(ScalarFunction.AT_TIME, binders)
        .form(
            TIMESTAMP,
            (in, row, out) ->
                set(
                    out,
                    row,
                    Timestamps.plusMicros(
                        Timestamps.of(in.getLong(0, row), 0), in.getLong(1, row))),
            DATE,
            TIME);
    Overloads.of(ScalarFunction.PLUS_MONTHS, binders)
        .form(DATE, TimeFunctions::datePlusMonths, DATE, INT64)
        .form(
            TIMESTAMP,
            (in, row, out) ->
                set(out, row, Timestamps.plusMonths(in.getLong(0, row), in.getLong(1, row))),
            TIMESTAMP,
            INT64)
        .formPerExecution(TIMESTAMP_TZ, TimeFunctions::instantPlusMonths, TIMESTAMP_TZ, INT64);
    Overloads.of(ScalarFunction.PLUS_MICROS, binders)
        .form(TIMESTAMP, plusMicros, TIMESTAMP, INT64)
        .form(TIMESTAMP_TZ, plusMicros, TIMESTAMP_TZ, INT64)
        .form(
            TIME,
            (in, row, out) ->
                set(
                    out,
                    row,
                    Math.floorMod(
                        in.getLong(0, row) + in.getLong(1, row) % Timestamps.DAY, Timestamps.DAY)),
            TIME,
            INT64);
  }

  private static void plusDays(Arguments in, long days, int row, Vector out) {
    if (days != (int) days) {
      throw new SqlError("22008", "date out of range");
    }
    set(out, row, CivilDate.checked(in.getLong(0, row) + days));
  }

  private static void datePlusMonths(Arguments in, int row, Vector out) {
    long months = in.getLong(1, row);
    if (months != (int) months) {
      throw new SqlError("22008", "date out of range");
    }
    set(out, row, CivilDate.checked(CivilDate.plusMonths(in.getLong(0, row), months)));
  }

  private static RowFunction instantPlusMonths(EvaluationContext context) {
    SessionZone zone = context.zone();
    return (in, row, out) -> {
      long local = zone.toLocal(in.getLong(0, row));
      set(out, row, zone.toInstant(Timestamps.plusMonths(local, in.getLong(1, row))));
    };
  }

  private static void registerDifferences(Map<ScalarFunction, Binder> binders) {
    RowFunction difference =
        (in, row, out) -> set(out, row, in.getLong(0, row) - in.getLong(1, row));
    Overloads.of(ScalarFunction.DAYS_BETWEEN, binders).form(INT32, difference, DATE, DATE);
    Overloads.of(ScalarFunction.MICROS_BETWEEN, binders)
        .form(INT64, difference, TIME, TIME)
        .form(INT64, difference, TIMESTAMP, TIMESTAMP)
        .form(INT64, difference, TIMESTAMP_TZ, TIMESTAMP_TZ);
    Overloads.of(ScalarFunction.MONTHS_BETWEEN, binders)
        .form(
            INT64,
            (in, row, out) ->
                set(out, row, Timestamps.monthsBetween(in.getLong(1, row), in.getLong(0, row))),
            TIMESTAMP,
            TIMESTAMP)
        .formPerExecution(INT64, TimeFunctions::instantMonths, TIMESTAMP_TZ, TIMESTAMP_TZ);
  }

  private static RowFunction instantMonths(EvaluationContext context) {
    SessionZone zone = context.zone();
    return (in, row, out) ->
        set(
            out,
            row,
            Timestamps.monthsBetween(
                zone.toLocal(in.getLong(1, row)), zone.toLocal(in.getLong(0, row))));
  }

  private static void registerMaking(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.MAKE_DATE, binders)
        .form(
            DATE,
            (in, row, out) ->
                set(out, row, day(in.getInt(0, row), in.getInt(1, row), in.getInt(2, row))),
            INT32,
            INT32,
            INT32);
    Overloads.of(ScalarFunction.MAKE_TIME, binders)
        .form(
            TIME,
            (in, row, out) ->
                set(out, row, time(in.getInt(0, row), in.getInt(1, row), in.getDouble(2, row))),
            INT32,
            INT32,
            FLOAT64);
    Overloads.of(ScalarFunction.MAKE_TIMESTAMP, binders)
        .form(TIMESTAMP, TimeFunctions::makeTimestamp, INT32, INT32, INT32, INT32, INT32, FLOAT64);
    Overloads.of(ScalarFunction.MAKE_TIMESTAMPTZ, binders)
        .formPerExecution(
            TIMESTAMP_TZ,
            context -> {
              SessionZone zone = context.zone();
              return (in, row, out) -> set(out, row, zone.toInstant(timestamp(in, row)));
            },
            INT32,
            INT32,
            INT32,
            INT32,
            INT32,
            FLOAT64)
        .form(
            TIMESTAMP_TZ,
            (in, row, out) -> {
              SessionZone zone = SessionZone.named(in.getString(6, row));
              set(out, row, zone.toInstant(timestamp(in, row)));
            },
            INT32,
            INT32,
            INT32,
            INT32,
            INT32,
            FLOAT64,
            TEXT);
    Overloads.of(ScalarFunction.TO_TIMESTAMP, binders)
        .form(TIMESTAMP_TZ, TimeFunctions::toTimestamp, FLOAT64)
        .formPerExecution(TIMESTAMP_TZ, FormatFunctions::toTimestamp, TEXT, TEXT);
  }

  private static void makeTimestamp(Arguments in, int row, Vector out) {
    set(out, row, timestamp(in, row));
  }

  private static long timestamp(Arguments in, int row) {
    long day = day(in.getInt(0, row), in.getInt(1, row), in.getInt(2, row));
    long time = time(in.getInt(3, row), in.getInt(4, row), in.getDouble(5, row));
    return Timestamps.of(day, time);
  }

  /** The day of a date whose years before Christ are negative. */
  private static long day(int year, int month, int day) {
    long astronomical = year < 0 ? year + 1L : year;
    if (year == 0 || !CivilDate.isValid(astronomical, month, day)) {
      throw new SqlError(
          "22008", "date field value out of range: " + year + "-" + month + "-" + day);
    }
    return CivilDate.checked(CivilDate.toDays(astronomical, month, day));
  }

  private static long time(int hour, int minute, double second) {
    long micros = Math.round(second * Timestamps.SECOND);
    long time = hour * Timestamps.HOUR + minute * Timestamps.MINUTE + micros;
    boolean inRange = hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
    if (!inRange || time > Timestamps.DAY) {
      throw new SqlError(
          "22008", "time field value out of range: " + hour + ":" + minute + ":" + second);
    }
    return time;
  }

  private static void toTimestamp(Arguments in, int row, Vector out) {
    double seconds = in.getDouble(0, row);
    if (!(Math.abs(seconds) < Timestamps.MAX / (double) Timestamps.SECOND)) {
      throw new SqlError("22008", "timestamp out of range: \"" + seconds + "\"");
    }
    // Whole seconds apart, so that the fraction keeps its digits.
    long whole = (long) Math.floor(seconds);
    long micros = (long) Math.rint((seconds - whole) * Timestamps.SECOND);
    set(out, row, Timestamps.checked(whole * Timestamps.SECOND + micros));
  }

  private static void registerZones(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.TIMEZONE, binders)
        .form(
            TIMESTAMP,
            (in, row, out) ->
                set(out, row, SessionZone.named(in.getString(0, row)).toLocal(in.getLong(1, row))),
            TEXT,
            TIMESTAMP_TZ)
        .form(
            TIMESTAMP_TZ,
            (in, row, out) ->
                set(
                    out,
                    row,
                    SessionZone.named(in.getString(0, row)).toInstant(in.getLong(1, row))),
            TEXT,
            TIMESTAMP);
  }

  private static void current(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, StatementTime.Part part) {
    binders.put(
        function,
        (type, operands) -> {
          Expression now = new StatementTime(function.sqlName(), part);
          return type == null ? now : Casts.cast(now, type, CastMode.EXPLICIT);
        });
  }

  /** The type of a part of the statement's time. */
  static ColumnType typeOf(StatementTime.Part part) {
    return ColumnType.of(
        switch (part) {
          case DATE -> DATE;
          case TIME -> TIME;
          case TIMESTAMP -> TIMESTAMP;
          case INSTANT -> TIMESTAMP_TZ;
        });
  }
}
