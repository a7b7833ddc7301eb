package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INTERVAL;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.TIME;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.IntervalArithmetic;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers what is computed with intervals. Stateless. */
final class IntervalFunctions {

  /** Microseconds of more seconds are no long. */
  private static final double SECONDS_MAX = 9e12;

  private IntervalFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerMoments(binders);
    registerDifferences(binders);
    registerArithmetic(binders);
    registerFields(binders);
    RowFunction bin =
        moment(
            (in, row) ->
                IntervalArithmetic.bin(read(in, 0, row), in.getLong(1, row), in.getLong(2, row)));
    Overloads.of(ScalarFunction.DATE_BIN, binders)
        .form(TIMESTAMP_TZ, bin, INTERVAL, TIMESTAMP_TZ, TIMESTAMP_TZ)
        .form(TIMESTAMP, bin, INTERVAL, TIMESTAMP, TIMESTAMP);
    RowFunction always = moment((in, row) -> 1); // There are no infinite ones.
    Overloads.of(ScalarFunction.ISFINITE, binders)
        .form(BOOLEAN, always, TIMESTAMP)
        .form(BOOLEAN, always, TIMESTAMP_TZ)
        .form(BOOLEAN, always, INTERVAL);
  }

  private static Interval read(Arguments in, int operand, int row) {
    BytesVector intervals = in.bytes(operand);
    return Interval.read(intervals.array(row), intervals.start(row));
  }

  /** Gives an interval. */
  @FunctionalInterface
  private interface ToInterval {
    Interval apply(Arguments in, int row);
  }

  /** Gives a date, a time or a timestamp. */
  @FunctionalInterface
  private interface ToMoment {
    long apply(Arguments in, int row);
  }

  private static RowFunction interval(ToInterval function) {
    return (in, row, out) -> ArrayCasts.set(out, row, function.apply(in, row).bytes());
  }

  private static RowFunction moment(ToMoment function) {
    return (in, row, out) -> ((LongVector) out).set(row, function.apply(in, row));
  }

  /** A time of day as the interval since midnight. */
  static Expression ofTime(Expression time, ColumnType type) {
    RowFunction cast = interval((in, row) -> new Interval(0, 0, in.getLong(0, row)));
    return new RowCall("cast_" + type, type, List.of(time), context -> cast);
  }

  // ------------------------------------------------------------------ moments

  private static void registerMoments(Map<ScalarFunction, Binder> binders) {
    moments(binders, ScalarFunction.PLUS_INTERVAL, UnaryOperator.identity());
    moments(binders, ScalarFunction.MINUS_INTERVAL, Interval::negated);
  }

  private static void moments(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      UnaryOperator<Interval> direction) {
    Overloads.of(function, binders)
        .form(
            TIMESTAMP,
            moment(
                (in, row) ->
                    IntervalArithmetic.plus(in.getLong(0, row), direction.apply(read(in, 1, row)))),
            TIMESTAMP,
            INTERVAL)
        .form(
            TIME,
            moment(
                (in, row) -> {
                  long micros = direction.apply(read(in, 1, row)).micros() % Timestamps.DAY;
                  return Math.floorMod(in.getLong(0, row) + micros, Timestamps.DAY);
                }),
            TIME,
            INTERVAL)
        .formPerExecution(
            TIMESTAMP_TZ,
            context -> {
              SessionZone zone = context.zone();
              return moment(
                  (in, row) ->
                      IntervalArithmetic.plus(
                          in.getLong(0, row), direction.apply(read(in, 1, row)), zone));
            },
            TIMESTAMP_TZ,
            INTERVAL);
  }

  private static void registerDifferences(Map<ScalarFunction, Binder> binders) {
    RowFunction difference =
        interval((in, row) -> IntervalArithmetic.justifiedHours(difference(in, row)));
    Overloads.of(ScalarFunction.INTERVAL_BETWEEN, binders)
        .form(INTERVAL, difference, TIMESTAMP, TIMESTAMP)
        .form(INTERVAL, difference, TIMESTAMP_TZ, TIMESTAMP_TZ)
        .form(INTERVAL, interval(IntervalFunctions::difference), TIME, TIME);
    Overloads.of(ScalarFunction.AGE, binders)
        .form(
            INTERVAL,
            interval((in, row) -> IntervalArithmetic.age(in.getLong(0, row), in.getLong(1, row))),
            TIMESTAMP,
            TIMESTAMP)
        .formPerExecution(
            INTERVAL,
            context -> {
              SessionZone zone = context.zone();
              return interval(
                  (in, row) ->
                      IntervalArithmetic.age(
                          zone.toLocal(in.getLong(0, row)), zone.toLocal(in.getLong(1, row))));
            },
            TIMESTAMP_TZ,
            TIMESTAMP_TZ)
        .formPerExecution(INTERVAL, context -> ageToday(context, false), TIMESTAMP)
        .formPerExecution(INTERVAL, context -> ageToday(context, true), TIMESTAMP_TZ);
  }

  private static Interval difference(Arguments in, int row) {
    try {
      return new Interval(0, 0, Math.subtractExact(in.getLong(0, row), in.getLong(1, row)));
    } catch (ArithmeticException e) {
      throw Interval.outOfRange();
    }
  }

  private static RowFunction ageToday(EvaluationContext context, boolean isInstant) {
    SessionZone zone = context.zone();
    long today = Timestamps.of(Timestamps.dayOf(zone.toLocal(context.statementMicros())), 0);
    return interval(
        (in, row) -> {
          long then = in.getLong(0, row);
          return IntervalArithmetic.age(today, isInstant ? zone.toLocal(then) : then);
        });
  }

  // ------------------------------------------------------------------ arithmetic

  private static void registerArithmetic(Map<ScalarFunction, Binder> binders) {
    pairs(binders, ScalarFunction.INTERVAL_ADD, Interval::plus);
    pairs(binders, ScalarFunction.INTERVAL_SUBTRACT, (a, b) -> a.plus(b.negated()));
    each(binders, ScalarFunction.INTERVAL_NEGATE, Interval::negated);
    each(binders, ScalarFunction.JUSTIFY_HOURS, IntervalArithmetic::justifiedHours);
    each(binders, ScalarFunction.JUSTIFY_DAYS, IntervalArithmetic::justifiedDays);
    each(binders, ScalarFunction.JUSTIFY_INTERVAL, IntervalArithmetic::justified);
    scaled(binders, ScalarFunction.INTERVAL_MULTIPLY, IntervalArithmetic::times);
    scaled(binders, ScalarFunction.INTERVAL_DIVIDE, IntervalArithmetic::dividedBy);
    scaled(
        binders,
        ScalarFunction.INTERVAL_ROUND,
        (interval, digits) -> IntervalArithmetic.rounded(interval, digits.intValue()));
    Overloads make = Overloads.of(ScalarFunction.MAKE_INTERVAL, binders);
    for (int count = 0; count <= 7; count++) {
      ColumnKind[] parameters = new ColumnKind[count];
      Arrays.fill(parameters, INT32);
      if (count == 7) {
        parameters[6] = FLOAT64;
      }
      make.form(INTERVAL, interval(IntervalFunctions::make), parameters);
    }
  }

  private static void pairs(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      BinaryOperator<Interval> operator) {
    Overloads.of(function, binders)
        .form(
            INTERVAL,
            interval((in, row) -> operator.apply(read(in, 0, row), read(in, 1, row))),
            INTERVAL,
            INTERVAL);
  }

  private static void each(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      UnaryOperator<Interval> operator) {
    Overloads.of(function, binders)
        .form(INTERVAL, interval((in, row) -> operator.apply(read(in, 0, row))), INTERVAL);
  }

  private static void scaled(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      BiFunction<Interval, Double, Interval> operator) {
    Overloads.of(function, binders)
        .form(
            INTERVAL,
            interval((in, row) -> operator.apply(read(in, 0, row), in.getDouble(1, row))),
            INTERVAL,
            FLOAT64);
  }

  /** Years, months, weeks, days, hours, minutes and seconds, as many of them as there are. */
  private static Interval make(Arguments in, int row) {
    long[] parts = new long[6];
    for (int i = 0; i < Math.min(6, in.count()); i++) {
      parts[i] = in.getLong(i, row);
    }
    double seconds = in.count() > 6 ? in.getDouble(6, row) : 0;
    if (!(Math.abs(seconds) < SECONDS_MAX)) {
      throw Interval.outOfRange();
    }
    long ofSeconds = (long) Math.rint(seconds * Timestamps.SECOND);
    long ofMinutes = parts[4] * Timestamps.HOUR + parts[5] * Timestamps.MINUTE;
    return Interval.of(parts[0] * 12 + parts[1], parts[2] * 7 + parts[3], ofSeconds)
        .plus(new Interval(0, 0, ofMinutes));
  }

  // ------------------------------------------------------------------ fields

  private static void registerFields(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.INTERVAL_FIELD, binders)
        .form(
            NUMERIC,
            (in, row, out) -> ((DecimalVector) out).set(row, field(in, row)),
            TEXT,
            INTERVAL);
    Overloads.of(ScalarFunction.INTERVAL_PART, binders)
        .form(
            FLOAT64,
            (in, row, out) -> ((DoubleVector) out).set(row, field(in, row).doubleValue()),
            TEXT,
            INTERVAL);
  }

  private static BigDecimal field(Arguments in, int row) {
    String name = in.getString(0, row).toLowerCase(Locale.ROOT);
    BigDecimal field = IntervalArithmetic.field(name, read(in, 1, row));
    if (field == null) {
      throw new SqlError("22023", "unit \"" + name + "\" not recognized for type interval");
    }
    return field;
  }
}
