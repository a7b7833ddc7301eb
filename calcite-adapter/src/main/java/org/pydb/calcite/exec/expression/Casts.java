package org.pydb.calcite.exec.expression;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Binds casts, by the family of the target. Stateless. */
final class Casts {

  private Casts() {}

  /** The operand as a value of another type; null if there is no such cast. */
  static @Nullable Expression cast(Expression operand, ColumnType type, CastMode mode) {
    ColumnType from = operand.type();
    if (from.equals(type)) {
      return operand;
    }
    if (Coercion.isNull(operand)) {
      return Literal.ofBoxed(type, null);
    }
    Expression cast = bind(operand, type, mode);
    return cast == null ? null : ConstantFolding.fold(cast);
  }

  /**
   * The result of a function as a value of the type that the planner derived for it: cast, except
   * that a string is never cut and a time never rounded.
   */
  static @Nullable Expression result(Expression result, @Nullable ColumnType type) {
    if (type == null) {
      return result;
    }
    boolean isBounded =
        (Coercion.isText(result.type()) && Coercion.isText(type)) || type.fractionMicros() > 1;
    if (!isBounded) {
      return cast(result, type, CastMode.EXPLICIT);
    }
    Expression fitted = cast(result, ColumnType.of(type.kind()), CastMode.EXPLICIT);
    return fitted == null ? null : Retyped.of(fitted, type);
  }

  /** {@link #cast} where there must be one. */
  static Expression mustCast(Expression operand, ColumnType type) {
    Expression cast = cast(operand, type, CastMode.EXPLICIT);
    if (cast == null) {
      throw new IllegalArgumentException("no cast from " + operand.type() + " to " + type);
    }
    return cast;
  }

  private static @Nullable Expression bind(Expression operand, ColumnType type, CastMode mode) {
    return switch (type.kind()) {
      case BOOLEAN -> toBoolean(operand, type);
      case INT16, INT32, INT64, DECIMAL, NUMERIC, FLOAT32, FLOAT64 ->
          NumberCasts.bind(operand, type);
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> TimeCasts.bind(operand, type);
      case TEXT, CHAR -> TextCasts.toText(operand, type, mode);
      case UUID, BYTES -> Coercion.isText(operand.type()) ? TextCasts.parse(operand, type) : null;
      case INTERVAL ->
          operand.type().kind() == ColumnKind.TIME
              ? IntervalFunctions.ofTime(operand, type)
              : Coercion.isText(operand.type()) ? TextCasts.parse(operand, type) : null;
      case JSON, JSONB -> JsonCasts.bind(operand, type);
      case ARRAY -> ArrayCasts.bind(operand, type, mode);
    };
  }

  private static @Nullable Expression toBoolean(Expression operand, ColumnType type) {
    if (operand.type().kind() == ColumnKind.JSONB) {
      return JsonCasts.toBoolean(operand, type);
    }
    if (Coercion.isText(operand.type())) {
      return TextCasts.parse(operand, type);
    }
    return Coercion.isInteger(operand.type())
        ? ComparisonFunctions.compare(
            Comparison.NOT_EQUAL, operand, Literal.of(ColumnType.of(ColumnKind.INT16), 0))
        : null;
  }
}
