package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Casts among dates and times. Those that cross from local time to instants ask for the zone, and
 * those to types that keep fewer digits of a second round.
 *
 * <p>Halves are rounded up, except that timestamps before the year 2000 are rounded down: as
 * PostgreSQL does, which counts from there.
 */
final class TimeCasts {
  private static final long YEAR_2000 = 946_684_800_000_000L;

  private TimeCasts() {}

  static @Nullable Expression bind(Expression operand, ColumnType type) {
    Expression value = withAllDigits(operand, ColumnType.of(type.kind()));
    return value == null ? null : rounded(value, type);
  }

  private static @Nullable Expression withAllDigits(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    if (from.kind() == type.kind()) {
      return operand;
    }
    if (Coercion.isText(from)) {
      return TextCasts.parse(operand, type);
    }
    Function<EvaluationContext, LongUnaryOperator> conversion =
        conversion(from.kind(), type.kind());
    return conversion == null ? null : call(operand, type, conversion);
  }

  private static Expression rounded(Expression value, ColumnType type) {
    if (value.type().fractionDigits() <= type.fractionDigits()) {
      return Retyped.of(value, type);
    }
    long unit = type.fractionMicros();
    LongUnaryOperator round =
        type.kind() == ColumnKind.TIME
            ? micros -> nearest(micros, unit) // At most 24:00:00, which is a time.
            : micros -> nearestTimestamp(micros, unit);
    return call(value, type, context -> round);
  }

  private static long nearest(long micros, long unit) {
    long up = micros + unit / 2;
    return up - up % unit;
  }

  private static long nearestTimestamp(long micros, long unit) {
    long distance = micros - YEAR_2000;
    long rounded = distance < 0 ? -nearest(-distance, unit) : nearest(distance, unit);
    return Timestamps.plusMicros(YEAR_2000, rounded);
  }

  private static Expression call(
      Expression operand,
      ColumnType type,
      Function<EvaluationContext, LongUnaryOperator> conversion) {
    return new RowCall(
        "cast_" + type,
        type,
        List.of(operand),
        context -> {
          LongUnaryOperator convert = conversion.apply(context);
          return (in, row, out) ->
              ((LongVector) out).set(row, convert.applyAsLong(in.getLong(0, row)));
        });
  }

  private static @Nullable Function<EvaluationContext, LongUnaryOperator> conversion(
      ColumnKind from, ColumnKind to) {
    return switch (to) {
      case DATE -> toDate(from);
      case TIME -> toTime(from);
      case TIMESTAMP -> toTimestamp(from);
      default -> toInstant(from);
    };
  }

  private static @Nullable Function<EvaluationContext, LongUnaryOperator> toDate(ColumnKind from) {
    return switch (from) {
      case TIMESTAMP -> context -> Timestamps::dayOf;
      case TIMESTAMP_TZ ->
          context -> {
            SessionZone zone = context.zone();
            return instant -> Timestamps.dayOf(zone.toLocal(instant));
          };
      default -> null;
    };
  }

  private static @Nullable Function<EvaluationContext, LongUnaryOperator> toTime(ColumnKind from) {
    return switch (from) {
      case TIMESTAMP -> context -> Timestamps::timeOf;
      case TIMESTAMP_TZ ->
          context -> {
            SessionZone zone = context.zone();
            return instant -> Timestamps.timeOf(zone.toLocal(instant));
          };
      default -> null;
    };
  }

  private static @Nullable Function<EvaluationContext, LongUnaryOperator> toTimestamp(
      ColumnKind from) {
    return switch (from) {
      case DATE -> context -> TimeCasts::midnight;
      case TIMESTAMP_TZ -> context -> context.zone()::toLocal;
      default -> null;
    };
  }

  private static @Nullable Function<EvaluationContext, LongUnaryOperator> toInstant(
      ColumnKind from) {
    return switch (from) {
      case DATE ->
          context -> {
            SessionZone zone = context.zone();
            return day -> zone.toInstant(midnight(day));
          };
      case TIMESTAMP -> context -> context.zone()::toInstant;
      default -> null;
    };
  }

  private static long midnight(long day) {
    if (day > Timestamps.MAX / Timestamps.DAY) {
      throw new SqlError("22008", "date out of range for timestamp");
    }
    return day * Timestamps.DAY;
  }
}
