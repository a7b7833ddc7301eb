package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Arithmetic on integers, checked against the range of the result's kind.
 *
 * <p>The loops are those of {@link LongKernels}. What overflowed may have been a position of a
 * NULL, where anything can lie; so only then a second, careful loop decides.
 */
final class LongArithmetic extends Expression {
  private final Arithmetic operation;

  /** An operation whose operands and result are integers; the result's kind is the widest. */
  LongArithmetic(Arithmetic operation, ColumnType type, Expression left, Expression right) {
    super(type, List.of(left, right));
    this.operation = operation;
  }

  @Override
  protected String name() {
    return operation.sign();
  }

  @Override
  public Evaluator evaluator() {
    return new LongEvaluator(operation, type().kind(), operandEvaluators());
  }

  private static final class LongEvaluator extends Evaluator {
    private final Arithmetic operation;
    private final ColumnKind kind;
    private final LongVector result = new LongVector();

    LongEvaluator(Arithmetic operation, ColumnKind kind, Evaluator[] operands) {
      super(operands);
      this.operation = operation;
      this.kind = kind;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      LongVector left = (LongVector) operand(0).evaluate(batch, rows, count);
      LongVector right = (LongVector) operand(1).evaluate(batch, rows, count);
      result.reset(batch.size());
      result.takeNulls(left, rows, count);
      result.takeNulls(right, rows, count);
      long[] a = left.values();
      long[] b = right.values();
      long[] out = result.values();
      boolean suspicious =
          switch (operation) {
            case ADD -> LongKernels.add(a, b, out, rows, count) < 0;
            case SUBTRACT -> LongKernels.subtract(a, b, out, rows, count) < 0;
            case MULTIPLY -> LongKernels.multiply(a, b, out, rows, count) != 0;
            case DIVIDE -> divide(a, b, out, rows, count);
            case MODULO -> {
              modulo(a, b, out, rows, count);
              yield false;
            }
          };
      if (suspicious) {
        checkOverflow(a, b, rows, count);
      }
      IntegerNarrowing.check(result, kind, rows, count);
      return result;
    }

    private boolean divide(long[] a, long[] b, long[] out, int[] rows, int count) {
      boolean overflow = false;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long divisor = b[row];
        if (divisor == 0) {
          refuseZero(row);
        } else {
          out[row] = a[row] / divisor;
          overflow |= divisor == -1 && a[row] == Long.MIN_VALUE;
        }
      }
      return overflow;
    }

    private void modulo(long[] a, long[] b, long[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (b[row] == 0) {
          refuseZero(row);
        } else {
          out[row] = a[row] % b[row];
        }
      }
    }

    private void refuseZero(int row) {
      if (!result.isNull(row)) {
        throw Decimals.divisionByZero();
      }
    }

    private void checkOverflow(long[] a, long[] b, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (!result.isNull(row) && overflows(a[row], b[row])) {
          throw NumberCasts.outOfRange(kind);
        }
      }
    }

    private boolean overflows(long a, long b) {
      return switch (operation) {
        case ADD -> ((a ^ (a + b)) & (b ^ (a + b))) < 0;
        case SUBTRACT -> ((a ^ b) & (a ^ (a - b))) < 0;
        case MULTIPLY -> Math.multiplyHigh(a, b) != (a * b) >> 63;
        case DIVIDE -> a == Long.MIN_VALUE && b == -1;
        case MODULO -> false;
      };
    }
  }
}
