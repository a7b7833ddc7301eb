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

/** Casts among dates and times. Those that cross from local time to instants ask for the zone. */
final class TimeCasts {

  private TimeCasts() {}

  static @Nullable Expression bind(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    if (Coercion.isText(from)) {
      return TextCasts.parse(operand, type);
    }
    Function<EvaluationContext, LongUnaryOperator> conversion =
        conversion(from.kind(), type.kind());
    if (conversion == null) {
      return null;
    }
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
