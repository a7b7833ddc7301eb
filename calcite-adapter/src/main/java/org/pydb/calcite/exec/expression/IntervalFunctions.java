package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INTERVAL;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.TIME;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
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
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;

/** Registers what is computed with intervals. Stateless. */
final class IntervalFunctions {

  private IntervalFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerMoments(binders);
    registerDifferences(binders);
    registerArithmetic(binders);
    registerFields(binders);
  }

  private static Interval read(Arguments in, int operand, int row) {
    BytesVector intervals = in.bytes(operand);
    return Interval.read(intervals.array(row), intervals.start(row));
  }

  private static void set(Vector out, int row, Interval interval) {
    ArrayCasts.set(out, row, interval.bytes());
  }

  private static void set(Vector out, int row, long value) {
    ((LongVector) out).set(row, value);
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
            (in, row, out) ->
                set(
                    out,
                    row,
                    IntervalArithmetic.plus(in.getLong(0, row), direction.apply(read(in, 1, row)))),
            TIMESTAMP,
            INTERVAL)
        .form(
            TIME,
            (in, row, out) -> {
              long micros = direction.apply(read(in, 1, row)).micros() % Timestamps.DAY;
              set(out, row, Math.floorMod(in.getLong(0, row) + micros, Timestamps.DAY));
            },
            TIME,
            INTERVAL)
        .formPerExecution(
            TIMESTAMP_TZ,
            context -> {
              SessionZone zone = context.zone();
              return (in, row, out) ->
                  set(
                      out,
                      row,
                      IntervalArithmetic.plus(
                          in.getLong(0, row), direction.apply(read(in, 1, row)), zone));
            },
            TIMESTAMP_TZ,
            INTERVAL);
  }

  private static void registerDifferences(Map<ScalarFunction, Binder> binders) {
    RowFunction difference =
        (in, row, out) ->
            set(
                out,
                row,
                IntervalArithmetic.justifiedHours(
                    new Interval(0, 0, in.getLong(0, row) - in.getLong(1, row))));
    Overloads.of(ScalarFunction.INTERVAL_BETWEEN, binders)
        .form(INTERVAL, difference, TIMESTAMP, TIMESTAMP)
        .form(INTERVAL, difference, TIMESTAMP_TZ, TIMESTAMP_TZ)
        .form(
            INTERVAL,
            (in, row, out) ->
                set(out, row, new Interval(0, 0, in.getLong(0, row) - in.getLong(1, row))),
            TIME,
            TIME);
    Overloads.of(ScalarFunction.AGE, binders)
        .form(
            INTERVAL,
            (in, row, out) ->
                set(out, row, IntervalArithmetic.age(in.getLong(0, row), in.getLong(1, row))),
            TIMESTAMP,
            TIMESTAMP)
        .formPerExecution(
            INTERVAL,
            context -> {
              SessionZone zone = context.zone();
              return (in, row, out) ->
                  set(
                      out,
                      row,
                      IntervalArithmetic.age(
                          zone.toLocal(in.getLong(0, row)), zone.toLocal(in.getLong(1, row))));
            },
            TIMESTAMP_TZ,
            TIMESTAMP_TZ)
        .formPerExecution(INTERVAL, context -> ageToday(context, false), TIMESTAMP)
        .formPerExecution(INTERVAL, context -> ageToday(context, true), TIMESTAMP_TZ);
  }

  private static RowFunction ageToday(EvaluationContext context, boolean isInstant) {
    SessionZone zone = context.zone();
    long today = Timestamps.of(Timestamps.dayOf(zone.toLocal(context.statementMicros())), 0);
    return (in, row, out) -> {
      long then = in.getLong(0, row);
      set(out, row, IntervalArithmetic.age(today, isInstant ? zone.toLocal(then) : then));
    };
  }

  // ------------------------------------------------------------------ arithmetic

  private static void registerArithmetic(Map<ScalarFunction, Binder> binders) {
    pairs(binders, ScalarFunction.INTERVAL_ADD, Interval::plus);
    pairs(binders, ScalarFunction.INTERVAL_SUBTRACT, (a, b) -> a.plus(b.negated()));
    each(binders, ScalarFunction.INTERVAL_NEGATE, Interval::negated);
    each(binders, ScalarFunction.JUSTIFY_HOURS, IntervalArithmetic::justifiedHours);
    each(binders, ScalarFunction.JUSTIFY_DAYS, IntervalArithmetic::justifiedDays);
    each(binders, ScalarFunction.JUSTIFY_INTERVAL, IntervalArithmetic::justified);
    Overloads.of(ScalarFunction.INTERVAL_MULTIPLY, binders)
        .form(
            INTERVAL,
            (in, row, out) ->
                set(out, row, IntervalArithmetic.times(read(in, 0, row), in.getDouble(1, row))),
            INTERVAL,
            FLOAT64);
    Overloads.of(ScalarFunction.INTERVAL_DIVIDE, binders)
        .form(
            INTERVAL,
            (in, row, out) ->
                set(out, row, IntervalArithmetic.dividedBy(read(in, 0, row), in.getDouble(1, row))),
            INTERVAL,
            FLOAT64);
    Overloads make = Overloads.of(ScalarFunction.MAKE_INTERVAL, binders);
    for (int count = 0; count <= 7; count++) {
      ColumnKind[] parameters = new ColumnKind[count];
      java.util.Arrays.fill(parameters, INT32);
      if (count == 7) {
        parameters[6] = FLOAT64;
      }
      make.form(INTERVAL, IntervalFunctions::make, parameters);
    }
  }

  private static void pairs(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      BinaryOperator<Interval> operator) {
    Overloads.of(function, binders)
        .form(
            INTERVAL,
            (in, row, out) -> set(out, row, operator.apply(read(in, 0, row), read(in, 1, row))),
            INTERVAL,
            INTERVAL);
  }

  private static void each(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      UnaryOperator<Interval> operator) {
    Overloads.of(function, binders)
        .form(
            INTERVAL, (in, row, out) -> set(out, row, operator.apply(read(in, 0, row))), INTERVAL);
  }

  /** Years, months, weeks, days, hours, minutes and seconds, as many of them as there are. */
  private static void make(Arguments in, int row, Vector out) {
    long[] parts = new long[6];
    for (int i = 0; i < Math.min(6, in.count()); i++) {
      parts[i] = in.getLong(i, row);
    }
    double seconds = in.count() > 6 ? in.getDouble(6, row) : 0;
    if (!(Math.abs(seconds) < 9e12)) {
      throw Interval.outOfRange();
    }
    long micros =
        parts[4] * Timestamps.HOUR
            + parts[5] * Timestamps.MINUTE
            + (long) Math.rint(seconds * Timestamps.SECOND);
    set(out, row, Interval.of(parts[0] * 12 + parts[1], parts[2] * 7 + parts[3], micros));
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
