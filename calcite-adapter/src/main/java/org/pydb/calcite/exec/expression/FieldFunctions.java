package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.DateTimeField;
import org.pydb.calcite.exec.value.Decimals;
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
import org.pydb.engine.schema.ColumnType;

/**
 * Binds EXTRACT, DATE_PART and DATE_TRUNC. A field that is a literal, as it nearly always is, is
 * looked up when the call is bound. Stateless.
 */
final class FieldFunctions {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);

  private FieldFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.EXTRACT, (type, operands) -> extract(type, ColumnKind.NUMERIC, operands));
    binders.put(
        ScalarFunction.DATE_PART, (type, operands) -> extract(type, ColumnKind.FLOAT64, operands));
    binders.put(ScalarFunction.DATE_TRUNC, FieldFunctions::truncate);
  }

  private static @Nullable Expression extract(
      @Nullable ColumnType type, ColumnKind natural, List<Expression> operands) {
    if (operands.size() != 2 || !Coercion.isText(operands.get(0).type())) {
      return null;
    }
    ColumnType from = operands.get(1).type();
    if (!Coercion.isDay(from) && from.kind() != ColumnKind.TIME) {
      return null;
    }
    DateTimeField literal = literalField(operands.get(0), from);
    boolean whole = literal != null && isWhole(literal, from);
    ColumnType result =
        whole && type != null && Coercion.isInteger(type) ? INT64 : ColumnType.of(natural);
    Expression call =
        new RowCall(
            "extract",
            result,
            operands,
            context -> extractor(context, literal, from, result.kind()));
    return Casts.result(call, type);
  }

  /** The field that a literal names; null for another operand, or a field that must be refused. */
  private static @Nullable DateTimeField literalField(Expression operand, ColumnType from) {
    if (!(operand instanceof Literal literal) || !(literal.value() instanceof byte[] name)) {
      return null;
    }
    DateTimeField field = DateTimeField.named(new String(name, StandardCharsets.UTF_8));
    return field != null && has(from, field) ? field : null;
  }

  private static boolean has(ColumnType from, DateTimeField field) {
    return switch (from.kind()) {
      case DATE -> field.isOfDate();
      case TIME -> field.isOfTime();
      case TIMESTAMP -> !field.isOfZone();
      default -> true;
    };
  }

  private static boolean isWhole(DateTimeField field, ColumnType from) {
    boolean isDate = from.kind() == ColumnKind.DATE;
    return isDate || (field.scale() == 0 && field != DateTimeField.JULIAN);
  }

  private static RowFunction extractor(
      EvaluationContext context,
      @Nullable DateTimeField literal,
      ColumnType from,
      ColumnKind result) {
    // Asked for only where needed, so that the other calls can be folded.
    SessionZone zone = from.kind() == ColumnKind.TIMESTAMP_TZ ? context.zone() : SessionZone.UTC;
    return (in, row, out) -> {
      DateTimeField field = literal != null ? literal : field(in.getString(0, row), from);
      long value = in.getLong(1, row);
      switch (result) {
        case INT64 -> ((LongVector) out).set(row, unscaled(field, from, value, zone));
        case NUMERIC -> ((DecimalVector) out).set(row, decimal(field, from, value, zone));
        default -> ((DoubleVector) out).set(row, decimal(field, from, value, zone).doubleValue());
      }
    };
  }

  private static DateTimeField field(String name, ColumnType from) {
    DateTimeField field = DateTimeField.named(name);
    if (field == null) {
      throw new SqlError(
          "22023", "unit \"" + name + "\" not recognized for type " + typeName(from));
    }
    if (!has(from, field)) {
      throw new SqlError("0A000", "unit \"" + name + "\" not supported for type " + typeName(from));
    }
    return field;
  }

  private static String typeName(ColumnType type) {
    return switch (type.kind()) {
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMESTAMP -> "timestamp without time zone";
      default -> "timestamp with time zone";
    };
  }

  private static long unscaled(DateTimeField field, ColumnType from, long value, SessionZone zone) {
    return switch (from.kind()) {
      case DATE -> field == DateTimeField.EPOCH ? value * 86_400 : field.ofDay(value);
      case TIME -> field.ofTime(value);
      case TIMESTAMP -> field.ofTimestamp(value);
      default -> ofInstant(field, value, zone);
    };
  }

  private static long ofInstant(DateTimeField field, long instant, SessionZone zone) {
    if (field.isOfZone()) {
      return field.ofOffset(zone.offsetAt(instant));
    }
    return field == DateTimeField.EPOCH ? instant : field.ofTimestamp(zone.toLocal(instant));
  }

  private static BigDecimal decimal(
      DateTimeField field, ColumnType from, long value, SessionZone zone) {
    boolean isDate = from.kind() == ColumnKind.DATE;
    if (field == DateTimeField.JULIAN && !isDate) {
      return julian(from.kind() == ColumnKind.TIMESTAMP_TZ ? zone.toLocal(value) : value);
    }
    return BigDecimal.valueOf(unscaled(field, from, value, zone), isDate ? 0 : field.scale());
  }

  /** The Julian day, and how much of it has passed. */
  private static BigDecimal julian(long timestamp) {
    long day = Timestamps.dayOf(timestamp) - CivilDate.DAYS_MIN;
    BigDecimal passed =
        Decimals.divide(
            BigDecimal.valueOf(Timestamps.timeOf(timestamp)), BigDecimal.valueOf(Timestamps.DAY));
    return BigDecimal.valueOf(day).add(passed);
  }

  private static @Nullable Expression truncate(
      @Nullable ColumnType type, List<Expression> operands) {
    if (operands.size() < 2 || operands.size() > 3 || !Coercion.isText(operands.get(0).type())) {
      return null;
    }
    if (operands.get(1).type().kind() == ColumnKind.INTERVAL && operands.size() == 2) {
      return new RowCall(
          "date_trunc",
          operands.get(1).type(),
          operands,
          context -> FieldFunctions::truncateInterval);
    }
    boolean zoned = operands.size() == 3;
    ColumnKind kind = truncatedKind(operands.get(1).type(), type, zoned);
    Expression value = kind == null ? null : Coercion.implicit(operands.get(1), kind);
    if (kind == null || value == null || (zoned && !Coercion.isText(operands.get(2).type()))) {
      return null;
    }
    List<Expression> bound =
        zoned ? List.of(operands.get(0), value, operands.get(2)) : List.of(operands.get(0), value);
    Function<EvaluationContext, RowFunction> truncator =
        kind == ColumnKind.TIMESTAMP
            ? context -> FieldFunctions::truncateLocal
            : context -> truncateInstant(zoned ? SessionZone.UTC : context.zone());
    return Casts.result(new RowCall("date_trunc", ColumnType.of(kind), bound, truncator), type);
  }

  /** As what a value is truncated: a DATE as a TIMESTAMP_TZ, unless a local time is wanted. */
  private static @Nullable ColumnKind truncatedKind(
      ColumnType from, @Nullable ColumnType wanted, boolean zoned) {
    boolean wantsLocal =
        wanted != null
            && (wanted.kind() == ColumnKind.TIMESTAMP || wanted.kind() == ColumnKind.DATE);
    return switch (from.kind()) {
      case TIMESTAMP -> zoned ? ColumnKind.TIMESTAMP_TZ : ColumnKind.TIMESTAMP;
      case TIMESTAMP_TZ -> ColumnKind.TIMESTAMP_TZ;
      case DATE -> wantsLocal && !zoned ? ColumnKind.TIMESTAMP : ColumnKind.TIMESTAMP_TZ;
      default -> null;
    };
  }

  private static DateTimeField truncatedField(String name, ColumnKind kind) {
    DateTimeField field = DateTimeField.named(name);
    if (field == null || field == DateTimeField.EPOCH) {
      throw new SqlError(
          "22023",
          "unit \"" + name + "\" not recognized for type " + typeName(ColumnType.of(kind)));
    }
    if (!field.canTruncate()) {
      throw new SqlError(
          "0A000", "unit \"" + name + "\" not supported for type " + typeName(ColumnType.of(kind)));
    }
    return field;
  }

  private static void truncateInterval(Arguments in, int row, Vector out) {
    String name = in.getString(0, row);
    DateTimeField field = DateTimeField.named(name);
    BytesVector intervals = in.bytes(1);
    Interval interval = Interval.read(intervals.array(row), intervals.start(row));
    if (field == null || (!field.canTruncate() && !field.isOfZone())) {
      throw new SqlError("22023", "unit \"" + name + "\" not recognized for type interval");
    }
    Interval truncated = IntervalArithmetic.truncated(interval, field);
    if (truncated == null) {
      throw new SqlError("0A000", "unit \"" + name + "\" not supported for type interval");
    }
    ArrayCasts.set(out, row, truncated.bytes());
  }

  private static void truncateLocal(Arguments in, int row, Vector out) {
    DateTimeField field = truncatedField(in.getString(0, row), ColumnKind.TIMESTAMP);
    ((LongVector) out).set(row, field.truncate(in.getLong(1, row)));
  }

  private static RowFunction truncateInstant(SessionZone session) {
    return (in, row, out) -> {
      DateTimeField field = truncatedField(in.getString(0, row), ColumnKind.TIMESTAMP_TZ);
      SessionZone zone = in.count() > 2 ? SessionZone.named(in.getString(2, row)) : session;
      long instant = in.getLong(1, row);
      long offset = zone.offsetAt(instant);
      long local = field.truncate(instant + offset);
      ((LongVector) out).set(row, field.isWithinDay() ? local - offset : zone.toInstant(local));
    };
  }
}
