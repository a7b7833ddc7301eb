package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Exact arithmetic on decimals.
 *
 * <p>A result of type {@code DECIMAL(p, s)} is rounded half away from zero to the scale {@code s};
 * its precision is not enforced, that is a cast's business. A result of type NUMERIC has the digits
 * that PostgreSQL gives it: the larger scale for sums, both scales for products, at least 16
 * significant digits for quotients.
 *
 * <p>As long as all values are longs of common scales the loops run on longs and look out for
 * overflow; a batch in which it happens, or that holds big values, is computed in {@link
 * BigDecimal}s.
 */
final class DecimalArithmetic extends Expression {
  private final Arithmetic operation;

  /** An operation whose operands and result are decimals. */
  DecimalArithmetic(Arithmetic operation, ColumnType type, Expression left, Expression right) {
    super(type, List.of(left, right));
    this.operation = operation;
  }

  /**
   * The same numbers as decimals of one scale, which longs can hold, where a sum, a difference or a
   * product is NUMERIC for no other reason than that its digits might be more than a DECIMAL may
   * have. For those who do not mind the type.
   */
  Expression withOneScale() {
    Expression left = Expressions.withOneScale(operands().get(0));
    Expression right = Expressions.withOneScale(operands().get(1));
    if (type().kind() != ColumnKind.NUMERIC
        || left.type().kind() != ColumnKind.DECIMAL
        || right.type().kind() != ColumnKind.DECIMAL) {
      return this;
    }
    int a = left.type().scale();
    int b = right.type().scale();
    int scale =
        switch (operation) {
          case ADD, SUBTRACT -> Math.max(a, b);
          case MULTIPLY -> a + b;
          default -> Integer.MAX_VALUE;
        };
    return scale > ColumnType.DECIMAL_PRECISION_MAX
        ? this
        : new DecimalArithmetic(
            operation, ColumnType.decimal(ColumnType.DECIMAL_PRECISION_MAX, scale), left, right);
  }

  @Override
  protected String name() {
    return operation.sign();
  }

  @Override
  public Evaluator evaluator() {
    return new DecimalEvaluator(operation, (DecimalVector) Vector.of(type()), operandEvaluators());
  }

  private static final class DecimalEvaluator extends Evaluator {
    private final Arithmetic operation;
    private final DecimalVector result;

    DecimalEvaluator(Arithmetic operation, DecimalVector result, Evaluator[] operands) {
      super(operands);
      this.operation = operation;
      this.result = result;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      DecimalVector left = (DecimalVector) operand(0).evaluate(batch, rows, count);
      DecimalVector right = (DecimalVector) operand(1).evaluate(batch, rows, count);
      result.reset(batch.size());
      result.takeNulls(left, rows, count);
      result.takeNulls(right, rows, count);
      if (left.hasBigs()
          || right.hasBigs()
          || result.hasOwnScales()
          || !computeOnLongs(left, right, rows, count)) {
        computeExactly(left, right, rows, count);
      }
      return result;
    }

    /** Computes on unscaled longs; false if that cannot be, and then the result is undefined. */
    private boolean computeOnLongs(DecimalVector left, DecimalVector right, int[] rows, int count) {
      int scale = result.scale();
      int a = left.scale();
      int b = right.scale();
      return switch (operation) {
        case ADD -> addOnLongs(left, right, rows, count, 1);
        case SUBTRACT -> addOnLongs(left, right, rows, count, -1);
        case MULTIPLY -> isPower(a + b - scale) && multiplyOnLongs(left, right, rows, count);
        case DIVIDE -> isPower(scale + b - a) && divideOnLongs(left, right, rows, count);
        case MODULO -> a == b && b == scale && moduloOnLongs(left, right, rows, count);
      };
    }

    private static boolean isPower(int exponent) {
      return exponent >= 0 && exponent <= 18;
    }

    private boolean addOnLongs(
        DecimalVector left, DecimalVector right, int[] rows, int count, int sign) {
      int leftShift = result.scale() - left.scale();
      int rightShift = result.scale() - right.scale();
      if (!isPower(leftShift) || !isPower(rightShift)) {
        return false;
      }
      long[] a = left.values();
      long[] b = right.values();
      long[] out = result.values();
      if (leftShift == 0 && rightShift == 0) {
        return sign > 0
            ? LongKernels.add(a, b, out, rows, count) >= 0
            : LongKernels.subtract(a, b, out, rows, count) >= 0;
      }
      return LongKernels.addScaled(
          a,
          Decimals.powerOfTen(leftShift),
          b,
          sign * Decimals.powerOfTen(rightShift),
          out,
          rows,
          count);
    }

    private boolean multiplyOnLongs(
        DecimalVector left, DecimalVector right, int[] rows, int count) {
      long[] out = result.values();
      if (LongKernels.multiply(left.values(), right.values(), out, rows, count) != 0) {
        return false;
      }
      int excess = left.scale() + right.scale() - result.scale();
      if (excess > 0) {
        long divisor = Decimals.powerOfTen(excess);
        for (int k = 0; k < count; k++) {
          out[rows[k]] = DecimalRescaling.roundedQuotient(out[rows[k]], divisor);
        }
      }
      return true;
    }

    private boolean divideOnLongs(DecimalVector left, DecimalVector right, int[] rows, int count) {
      long factor = Decimals.powerOfTen(result.scale() + right.scale() - left.scale());
      long[] a = left.values();
      long[] b = right.values();
      long[] out = result.values();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long dividend = a[row] * factor;
        long divisor = b[row];
        boolean overflow = Math.multiplyHigh(a[row], factor) != dividend >> 63;
        if (overflow || divisor == 0 || dividend == Long.MIN_VALUE || divisor == Long.MIN_VALUE) {
          if (result.isNull(row)) {
            continue;
          }
          return false;
        }
        long rounded = DecimalRescaling.roundedQuotient(dividend, Math.abs(divisor));
        out[row] = divisor < 0 ? -rounded : rounded;
      }
      return true;
    }

    private boolean moduloOnLongs(DecimalVector left, DecimalVector right, int[] rows, int count) {
      long[] a = left.values();
      long[] b = right.values();
      long[] out = result.values();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (b[row] != 0) {
          out[row] = a[row] % b[row];
        } else if (!result.isNull(row)) {
          throw Decimals.divisionByZero();
        }
      }
      return true;
    }

    private void computeExactly(DecimalVector left, DecimalVector right, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (!result.isNull(row)) {
          result.set(row, compute(left.get(row), right.get(row)));
        }
      }
    }

    private BigDecimal compute(BigDecimal a, BigDecimal b) {
      int scale = result.scale();
      boolean ownScale = result.hasOwnScales();
      if (operation == Arithmetic.DIVIDE) {
        return ownScale ? Decimals.divide(a, b) : Decimals.divide(a, b, scale);
      }
      BigDecimal exact =
          switch (operation) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            default -> Decimals.remainder(a, b);
          };
      return Decimals.checked(ownScale ? exact : exact.setScale(scale, RoundingMode.HALF_UP));
    }
  }
}
