package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.FLOAT32;
import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT16;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.value.DecimalFunctions;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;

/** Registers the functions on numbers. Stateless. */
final class MathFunctions {
  private static final ColumnKind[] INTEGERS = {INT16, INT32, INT64};

  private MathFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerSigns(binders);
    registerBits(binders);
    registerRounding(binders);
    registerPowers(binders);
    registerTrigonometry(binders);
  }

  private static void registerSigns(Map<ScalarFunction, Binder> binders) {
    Overloads negate = Overloads.of(ScalarFunction.NEGATE, binders);
    Overloads abs = Overloads.of(ScalarFunction.ABS, binders);
    for (ColumnKind kind : INTEGERS) {
      negate.form(kind, onLong(kind, Math::negateExact), kind);
      abs.form(kind, onLong(kind, value -> value < 0 ? Math.negateExact(value) : value), kind);
    }
    negate.form(NUMERIC, onDecimal(BigDecimal::negate), NUMERIC);
    negate.form(FLOAT32, onDouble(value -> -value), FLOAT32);
    negate.form(FLOAT64, onDouble(value -> -value), FLOAT64);
    abs.form(NUMERIC, onDecimal(BigDecimal::abs), NUMERIC);
    abs.form(FLOAT32, onDouble(Math::abs), FLOAT32);
    abs.form(FLOAT64, onDouble(Math::abs), FLOAT64);
    Overloads.of(ScalarFunction.SIGN, binders)
        .form(FLOAT64, onDouble(value -> value > 0 ? 1 : value < 0 ? -1 : 0), FLOAT64)
        .form(NUMERIC, onDecimal(value -> BigDecimal.valueOf(value.signum())), NUMERIC);
  }

  private static void registerBits(Map<ScalarFunction, Binder> binders) {
    Overloads and = Overloads.of(ScalarFunction.BIT_AND, binders);
    Overloads or = Overloads.of(ScalarFunction.BIT_OR, binders);
    Overloads xor = Overloads.of(ScalarFunction.BIT_XOR, binders);
    Overloads not = Overloads.of(ScalarFunction.BIT_NOT, binders);
    Overloads left = Overloads.of(ScalarFunction.SHIFT_LEFT, binders);
    Overloads right = Overloads.of(ScalarFunction.SHIFT_RIGHT, binders);
    Overloads gcd = Overloads.of(ScalarFunction.GCD, binders);
    Overloads lcm = Overloads.of(ScalarFunction.LCM, binders);
    for (ColumnKind kind : INTEGERS) {
      and.form(kind, onLongs(kind, (a, b) -> a & b), kind, kind);
      or.form(kind, onLongs(kind, (a, b) -> a | b), kind, kind);
      xor.form(kind, onLongs(kind, (a, b) -> a ^ b), kind, kind);
      not.form(kind, onLong(kind, value -> ~value), kind);
      left.form(kind, onLongs(kind, (value, bits) -> shiftLeft(kind, value, bits)), kind, INT32);
      right.form(kind, onLongs(kind, (value, bits) -> shiftRight(kind, value, bits)), kind, INT32);
    }
    for (ColumnKind kind : new ColumnKind[] {INT32, INT64}) {
      gcd.form(kind, onLongs(kind, MathFunctions::gcd), kind, kind);
      lcm.form(kind, onLongs(kind, MathFunctions::lcm), kind, kind);
    }
    gcd.form(NUMERIC, onDecimals(DecimalFunctions::gcd), NUMERIC, NUMERIC);
    lcm.form(NUMERIC, onDecimals(DecimalFunctions::lcm), NUMERIC, NUMERIC);
  }

  private static long shiftLeft(ColumnKind kind, long value, long bits) {
    // A shift of a smallint is one of an int that is cut, as the hardware of PostgreSQL does it.
    return switch (kind) {
      case INT16 -> (short) ((int) value << bits);
      case INT32 -> (int) value << bits;
      default -> value << bits;
    };
  }

  private static long shiftRight(ColumnKind kind, long value, long bits) {
    return kind == INT64 ? value >> bits : (int) value >> bits;
  }

  private static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x == Long.MIN_VALUE && y == -1 ? 0 : x % y;
      x = y;
      y = rest;
    }
    return x < 0 ? Math.negateExact(x) : x;
  }

  private static long lcm(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    long multiple = Math.multiplyExact(a / gcd(a, b), b);
    return multiple < 0 ? Math.negateExact(multiple) : multiple;
  }

  private static void registerRounding(Map<ScalarFunction, Binder> binders) {
    rounding(binders, ScalarFunction.CEIL, Math::ceil, RoundingMode.CEILING);
    rounding(binders, ScalarFunction.FLOOR, Math::floor, RoundingMode.FLOOR);
    rounding(binders, ScalarFunction.ROUND, Math::rint, RoundingMode.HALF_UP)
        .form(
            NUMERIC,
            (in, row, out) ->
                ((DecimalVector) out)
                    .set(row, Decimals.round(in.getDecimal(0, row), in.getLong(1, row))),
            NUMERIC,
            INT32);
    rounding(
            binders,
            ScalarFunction.TRUNC,
            value -> value < 0 ? Math.ceil(value) : Math.floor(value),
            RoundingMode.DOWN)
        .form(
            NUMERIC,
            (in, row, out) ->
                ((DecimalVector) out)
                    .set(row, Decimals.truncate(in.getDecimal(0, row), in.getLong(1, row))),
            NUMERIC,
            INT32);
  }

  private static Overloads rounding(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      DoubleUnaryOperator onDouble,
      RoundingMode mode) {
    return Overloads.of(function, binders)
        .form(FLOAT64, onDouble(onDouble), FLOAT64)
        .form(NUMERIC, onDecimal(value -> value.setScale(0, mode)), NUMERIC);
  }

  private static void registerPowers(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.POWER, binders)
        .form(FLOAT64, onDoubles(Doubles::power), FLOAT64, FLOAT64)
        .form(
            NUMERIC,
            (in, row, out) ->
                ((DecimalVector) out)
                    .set(row, DecimalFunctions.power(in.getDecimal(0, row), in.getDecimal(1, row))),
            NUMERIC,
            NUMERIC);
    Overloads.of(ScalarFunction.SQRT, binders)
        .form(FLOAT64, onDouble(Doubles::squareRoot), FLOAT64)
        .form(NUMERIC, onDecimal(Decimals::squareRoot), NUMERIC);
    Overloads.of(ScalarFunction.EXP, binders)
        .form(FLOAT64, onDouble(Doubles::exp), FLOAT64)
        .form(NUMERIC, onDecimal(DecimalFunctions::exp), NUMERIC);
    Overloads.of(ScalarFunction.LN, binders)
        .form(FLOAT64, onDouble(value -> Math.log(Doubles.checkedForLog(value))), FLOAT64)
        .form(NUMERIC, onDecimal(DecimalFunctions::ln), NUMERIC);
    Overloads.of(ScalarFunction.LOG10, binders)
        .form(FLOAT64, onDouble(value -> Math.log10(Doubles.checkedForLog(value))), FLOAT64)
        .form(NUMERIC, onDecimal(value -> DecimalFunctions.log(BigDecimal.TEN, value)), NUMERIC);
    Overloads.of(ScalarFunction.LOG, binders)
        .form(FLOAT64, onDouble(value -> Math.log10(Doubles.checkedForLog(value))), FLOAT64)
        .form(NUMERIC, onDecimal(value -> DecimalFunctions.log(BigDecimal.TEN, value)), NUMERIC)
        .form(
            NUMERIC,
            (in, row, out) ->
                ((DecimalVector) out)
                    .set(row, DecimalFunctions.log(in.getDecimal(0, row), in.getDecimal(1, row))),
            NUMERIC,
            NUMERIC);
    doubleFunction(binders, ScalarFunction.CBRT, Math::cbrt);
  }

  private static void registerTrigonometry(Map<ScalarFunction, Binder> binders) {
    doubleFunction(binders, ScalarFunction.SIN, x -> Math.sin(Doubles.finite(x)));
    doubleFunction(binders, ScalarFunction.COS, x -> Math.cos(Doubles.finite(x)));
    doubleFunction(binders, ScalarFunction.TAN, x -> Math.tan(Doubles.finite(x)));
    doubleFunction(binders, ScalarFunction.COT, x -> 1 / Math.tan(Doubles.finite(x)));
    doubleFunction(binders, ScalarFunction.ASIN, x -> Math.asin(Doubles.inUnitInterval(x)));
    doubleFunction(binders, ScalarFunction.ACOS, x -> Math.acos(Doubles.inUnitInterval(x)));
    doubleFunction(binders, ScalarFunction.ATAN, Math::atan);
    doubleFunction(binders, ScalarFunction.SINH, Math::sinh);
    doubleFunction(binders, ScalarFunction.COSH, Math::cosh);
    doubleFunction(binders, ScalarFunction.TANH, Math::tanh);
    doubleFunction(binders, ScalarFunction.DEGREES, x -> Doubles.checked(x, x / (Math.PI / 180)));
    doubleFunction(binders, ScalarFunction.RADIANS, x -> x * (Math.PI / 180));
    Overloads.of(ScalarFunction.ATAN2, binders)
        .form(FLOAT64, onDoubles(Math::atan2), FLOAT64, FLOAT64);
    Overloads.of(ScalarFunction.PI, binders)
        .form(FLOAT64, (in, row, out) -> ((DoubleVector) out).set(row, Math.PI));
  }

  private static void doubleFunction(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, DoubleUnaryOperator operator) {
    Overloads.of(function, binders).form(FLOAT64, onDouble(operator), FLOAT64);
  }

  private static RowFunction onDouble(DoubleUnaryOperator operator) {
    return (in, row, out) ->
        ((DoubleVector) out).set(row, operator.applyAsDouble(in.getDouble(0, row)));
  }

  private static RowFunction onDoubles(DoubleBinaryOperator operator) {
    return (in, row, out) ->
        ((DoubleVector) out)
            .set(row, operator.applyAsDouble(in.getDouble(0, row), in.getDouble(1, row)));
  }

  private static RowFunction onDecimal(UnaryOperator<BigDecimal> operator) {
    return (in, row, out) -> ((DecimalVector) out).set(row, operator.apply(in.getDecimal(0, row)));
  }

  private static RowFunction onDecimals(BinaryOperator<BigDecimal> operator) {
    return (in, row, out) ->
        ((DecimalVector) out)
            .set(row, operator.apply(in.getDecimal(0, row), in.getDecimal(1, row)));
  }

  /** A function that says by an {@link ArithmeticException} that its result does not fit a long. */
  private static RowFunction onLong(ColumnKind kind, LongUnaryOperator operator) {
    return onLongs(kind, (value, unused) -> operator.applyAsLong(value));
  }

  private static RowFunction onLongs(ColumnKind kind, LongBinaryOperator operator) {
    return (in, row, out) -> {
      long second = in.count() > 1 ? in.getLong(1, row) : 0;
      long result;
      try {
        result = operator.applyAsLong(in.getLong(0, row), second);
      } catch (ArithmeticException e) {
        throw NumberCasts.outOfRange(kind);
      }
      if (!IntegerText.fits(result, kind)) {
        throw NumberCasts.outOfRange(kind);
      }
      ((LongVector) out).set(row, result);
    };
  }
}
