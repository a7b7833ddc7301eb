package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Registers the functions on numbers that are asked for less often. Stateless. */
final class NumberFunctions {

  /** Beyond this, PostgreSQL's numeric overflows. */
  private static final long FACTORIAL_MAX = 32_177;

  /** Squares of what is above may be infinite. */
  private static final double SQUARE_MAX = 1e150;

  private static final double LOG_2 = Math.log(2);

  private NumberFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerScales(binders);
    registerDegrees(binders);
    Overloads.of(ScalarFunction.FACTORIAL, binders)
        .formPerExecution(
            NUMERIC,
            context -> (in, row, out) -> set(out, row, factorial(in.getLong(0, row), context)),
            INT64);
    Overloads.of(ScalarFunction.DIV, binders)
        .form(
            NUMERIC,
            (in, row, out) -> set(out, row, quotient(in.getDecimal(0, row), in.getDecimal(1, row))),
            NUMERIC,
            NUMERIC);
    Overloads buckets =
        Overloads.of(ScalarFunction.WIDTH_BUCKET, binders)
            .form(INT32, NumberFunctions::doubleBucket, FLOAT64, FLOAT64, FLOAT64, INT32)
            .form(INT32, NumberFunctions::decimalBucket, NUMERIC, NUMERIC, NUMERIC, INT32);
    binders.put(
        ScalarFunction.WIDTH_BUCKET,
        (type, operands) ->
            (operands.size() == 2 ? ArrayFunctions.BUCKETS : buckets).bind(type, operands));
    Overloads.of(ScalarFunction.RANDOM, binders)
        .formPerExecution(
            FLOAT64,
            context -> {
              context.statementMicros(); // Not while planning.
              return (in, row, out) ->
                  ((DoubleVector) out).set(row, ThreadLocalRandom.current().nextDouble());
            });
  }

  private static void set(Vector out, int row, BigDecimal value) {
    ((DecimalVector) out).set(row, value);
  }

  private static void registerScales(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.SCALE, binders)
        .form(
            INT32,
            (in, row, out) -> ((LongVector) out).set(row, in.getDecimal(0, row).scale()),
            NUMERIC);
    Overloads.of(ScalarFunction.MIN_SCALE, binders)
        .form(
            INT32,
            (in, row, out) -> ((LongVector) out).set(row, trimmed(in.getDecimal(0, row)).scale()),
            NUMERIC);
    Overloads.of(ScalarFunction.TRIM_SCALE, binders)
        .form(NUMERIC, (in, row, out) -> set(out, row, trimmed(in.getDecimal(0, row))), NUMERIC);
  }

  private static BigDecimal trimmed(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static void registerDegrees(Map<ScalarFunction, Binder> binders) {
    function(binders, ScalarFunction.SIND, x -> sine(Doubles.finite(x)));
    function(binders, ScalarFunction.COSD, x -> sine(90 - Doubles.finite(x) % 360));
    function(binders, ScalarFunction.TAND, x -> tangent(Doubles.finite(x)));
    function(binders, ScalarFunction.COTD, x -> tangent(90 - Doubles.finite(x) % 360));
    function(binders, ScalarFunction.ASINH, x -> x < 0 ? -areaSine(-x) : areaSine(x));
    function(
        binders,
        ScalarFunction.ACOSH,
        x -> {
          if (x < 1) {
            throw new SqlError("22003", "input is out of range");
          }
          return x > SQUARE_MAX
              ? Math.log(x) + LOG_2
              : Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1));
        });
    function(
        binders,
        ScalarFunction.ATANH,
        x -> {
          if (x < -1 || x > 1) {
            throw new SqlError("22003", "input is out of range");
          }
          return 0.5 * (Math.log1p(x) - Math.log1p(-x));
        });
  }

  private static double areaSine(double x) {
    if (x > SQUARE_MAX) {
      return Math.log(x) + LOG_2;
    }
    return x == 0 || Double.isInfinite(x) ? x : Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)));
  }

  /** The sine of an angle in degrees, exact where it is a half or whole. */
  private static double sine(double degrees) {
    double angle = degrees % 360;
    if (angle < 0) {
      return -sine(-angle);
    }
    if (angle > 180) {
      return -sine(angle - 180);
    }
    double first = angle > 90 ? 180 - angle : angle;
    if (first == 30) {
      return 0.5;
    }
    return first == 90 ? 1 : Math.sin(Math.toRadians(first));
  }

  private static double tangent(double degrees) {
    boolean isNegative = degrees < 0;
    double angle = Math.abs(degrees % 360);
    if (angle > 180) {
      angle = 360 - angle;
      isNegative = !isNegative;
    }
    if (angle > 90) {
      angle = 180 - angle;
      isNegative = !isNegative;
    }
    double tangent = angle == 45 ? 1 : sine(angle) / sine(90 - angle);
    return isNegative ? 0 - tangent : tangent; // There is no -0.
  }

  private static void function(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, DoubleUnaryOperator operator) {
    Overloads.of(function, binders)
        .form(
            FLOAT64,
            (in, row, out) ->
                ((DoubleVector) out).set(row, operator.applyAsDouble(in.getDouble(0, row))),
            FLOAT64);
  }

  private static BigDecimal factorial(long number, EvaluationContext context) {
    if (number < 0) {
      throw new SqlError("22003", "factorial of a negative number is undefined");
    }
    if (number > FACTORIAL_MAX) {
      throw Decimals.overflow();
    }
    BigInteger product = BigInteger.ONE;
    for (long factor = 2; factor <= number; factor++) {
      product = product.multiply(BigInteger.valueOf(factor));
      if (factor % 1024 == 0) {
        context.checkCanceled();
      }
    }
    return new BigDecimal(product);
  }

  private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw Decimals.divisionByZero();
    }
    return Decimals.checked(new BigDecimal(dividend.divideToIntegralValue(divisor).toBigInteger()));
  }

  private static void checkBucket(int count, int order) {
    if (count <= 0) {
      throw new SqlError("2201G", "count must be greater than zero");
    }
    if (order == 0) {
      throw new SqlError("2201G", "lower bound cannot equal upper bound");
    }
  }

  private static void doubleBucket(Arguments in, int row, Vector out) {
    double value = in.getDouble(0, row);
    double from = in.getDouble(1, row);
    double to = in.getDouble(2, row);
    int count = in.getInt(3, row);
    if (Double.isNaN(value) || Double.isNaN(from) || Double.isNaN(to)) {
      throw new SqlError("2201G", "operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(from) || Double.isInfinite(to)) {
      throw new SqlError("2201G", "lower and upper bounds must be finite");
    }
    checkBucket(count, Double.compare(to, from));
    boolean isBelow = from < to ? value < from : value > from;
    boolean isAbove = from < to ? value >= to : value <= to;
    long bucket =
        isBelow
            ? 0
            : isAbove
                ? count + 1L
                : 1 + Math.min(count - 1L, (long) (count * ((value - from) / (to - from))));
    set(out, row, bucket);
  }

  private static void decimalBucket(Arguments in, int row, Vector out) {
    BigDecimal value = in.getDecimal(0, row);
    BigDecimal from = in.getDecimal(1, row);
    BigDecimal to = in.getDecimal(2, row);
    int count = in.getInt(3, row);
    int order = to.compareTo(from);
    checkBucket(count, order);
    boolean isBelow = value.compareTo(from) * order < 0;
    boolean isAbove = value.compareTo(to) * order >= 0;
    long bucket =
        isBelow
            ? 0
            : isAbove
                ? count + 1L
                : 1
                    + value
                        .subtract(from)
                        .multiply(BigDecimal.valueOf(count))
                        .divide(to.subtract(from), 0, RoundingMode.DOWN)
                        .longValueExact();
    set(out, row, bucket);
  }

  private static void set(Vector out, int row, long bucket) {
    if (bucket > Integer.MAX_VALUE) {
      throw NumberCasts.outOfRange(INT32);
    }
    ((LongVector) out).set(row, bucket);
  }
}
