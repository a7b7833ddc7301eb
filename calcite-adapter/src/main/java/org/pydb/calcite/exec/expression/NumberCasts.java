package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Casts among numbers: rounding, never wrapping. Stateless. */
final class NumberCasts {
  private static final double LONG_LIMIT = 0x1p63;

  private NumberCasts() {}

  static @Nullable Expression bind(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    if (Coercion.isText(from)) {
      return TextCasts.parse(operand, type);
    }
    if (from.kind() == ColumnKind.JSONB) {
      return JsonCasts.toNumber(operand, type);
    }
    if (from.kind() == ColumnKind.BOOLEAN) {
      return Coercion.isInteger(type) ? Retyped.of(operand, type) : null;
    }
    if (!Coercion.isNumber(from)) {
      return null;
    }
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> toInteger(operand, type);
      case DECIMAL, NUMERIC -> toDecimal(operand, type);
      default -> toDouble(operand, type);
    };
  }

  private static Expression toInteger(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    if (Coercion.isInteger(from)) {
      return from.kind().compareTo(type.kind()) < 0
          ? Retyped.of(operand, type)
          : new IntegerNarrowing(operand, type);
    }
    ColumnKind kind = type.kind();
    return from.isDouble()
        ? call(operand, type, (in, row, out) -> roundDouble(in, row, out, kind))
        : call(operand, type, (in, row, out) -> roundDecimal(in, row, out, kind));
  }

  private static void roundDouble(Arguments in, int row, Vector out, ColumnKind kind) {
    double value = Math.rint(in.getDouble(0, row));
    if (!(value >= -LONG_LIMIT && value < LONG_LIMIT) || !IntegerText.fits((long) value, kind)) {
      throw outOfRange(kind);
    }
    ((LongVector) out).set(row, (long) value);
  }

  private static void roundDecimal(Arguments in, int row, Vector out, ColumnKind kind) {
    BigInteger value = in.getDecimal(0, row).setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (value.bitLength() >= Long.SIZE || !IntegerText.fits(value.longValue(), kind)) {
      throw outOfRange(kind);
    }
    ((LongVector) out).set(row, value.longValue());
  }

  /** 22003 for a kind of integer. */
  static SqlError outOfRange(ColumnKind kind) {
    return new SqlError("22003", IntegerText.typeName(kind) + " out of range");
  }

  private static Expression toDecimal(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    if (Coercion.isInteger(from)) {
      return new IntegerToDecimal(operand, type);
    }
    if (Coercion.isDecimal(from)) {
      return new DecimalRescaling(operand, type);
    }
    boolean single = from.kind() == ColumnKind.FLOAT32;
    return call(
        operand,
        type,
        (in, row, out) -> {
          double value = in.getDouble(0, row);
          BigDecimal decimal = single ? Decimals.ofFloat((float) value) : Decimals.ofDouble(value);
          store(decimal, type, row, (DecimalVector) out);
        });
  }

  /**
   * Sets a value of a decimal type, rounded half away from zero to its scale.
   *
   * @throws SqlError 22003 if it has more digits before the point than the type
   */
  static void store(BigDecimal value, ColumnType type, int row, DecimalVector out) {
    if (type.kind() == ColumnKind.NUMERIC) {
      out.set(row, value);
      return;
    }
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw overflow(type);
    }
    out.set(row, rounded);
  }

  /** 22003 for a decimal type. */
  static SqlError overflow(ColumnType type) {
    int whole = type.precision() - type.scale();
    return new SqlError(
        "22003",
        "numeric field overflow: a field with precision "
            + type.precision()
            + ", scale "
            + type.scale()
            + " must round to an absolute value less than "
            + (whole == 0 ? "1" : "10^" + whole));
  }

  private static Expression toDouble(Expression operand, ColumnType type) {
    ColumnType from = operand.type();
    boolean single = type.kind() == ColumnKind.FLOAT32;
    if (Coercion.isInteger(from)) {
      return new IntegerToDouble(operand, type);
    }
    if (from.isDouble()) {
      return single ? call(operand, type, NumberCasts::narrow) : Retyped.of(operand, type);
    }
    return call(
        operand,
        type,
        (in, row, out) -> {
          BigDecimal value = in.getDecimal(0, row);
          ((DoubleVector) out)
              .set(row, single ? Decimals.toFloat(value) : Decimals.toDouble(value));
        });
  }

  private static void narrow(Arguments in, int row, Vector out) {
    double value = in.getDouble(0, row);
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw new SqlError("22003", "value out of range: overflow");
    }
    if (narrow == 0 && value != 0) {
      throw new SqlError("22003", "value out of range: underflow");
    }
    ((DoubleVector) out).set(row, narrow);
  }

  private static Expression call(Expression operand, ColumnType type, RowFunction function) {
    return new RowCall("cast_" + type, type, List.of(operand), context -> function);
  }
}
