package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Arithmetic on floating point numbers. A result that becomes infinite, or zero, though no operand
 * was is 22003, as in PostgreSQL: the loops look out for such results, and a second loop decides.
 */
final class DoubleArithmetic extends Expression {
  private final Arithmetic operation;

  /** An operation whose operands and result are all FLOAT32 or all FLOAT64. */
  DoubleArithmetic(Arithmetic operation, ColumnType type, Expression left, Expression right) {
    super(type, List.of(left, right));
    this.operation = operation;
  }

  @Override
  protected String name() {
    return operation.sign();
  }

  @Override
  public Evaluator evaluator() {
    return new DoubleEvaluator(operation, type().kind() == ColumnKind.FLOAT32, operandEvaluators());
  }

  private static final class DoubleEvaluator extends Evaluator {
    private final Arithmetic operation;
    private final boolean single;
    private final DoubleVector result = new DoubleVector();

    DoubleEvaluator(Arithmetic operation, boolean single, Evaluator[] operands) {
      super(operands);
      this.operation = operation;
      this.single = single;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      DoubleVector left = (DoubleVector) operand(0).evaluate(batch, rows, count);
      DoubleVector right = (DoubleVector) operand(1).evaluate(batch, rows, count);
      result.reset(batch.size());
      result.takeNulls(left, rows, count);
      result.takeNulls(right, rows, count);
      double[] a = left.values();
      double[] b = right.values();
      double[] out = result.values();
      switch (operation) {
        case ADD -> add(a, b, out, rows, count);
        case SUBTRACT -> subtract(a, b, out, rows, count);
        case MULTIPLY -> multiply(a, b, out, rows, count);
        case DIVIDE -> divide(a, b, out, rows, count);
        case MODULO -> throw new IllegalStateException("floating point has no %");
      }
      if (single) {
        round(out, rows, count);
      }
      if (isSuspicious(out, rows, count)) {
        check(a, b, out, rows, count);
      }
      return result;
    }

    private static void add(double[] a, double[] b, double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        out[row] = a[row] + b[row];
      }
    }

    private static void subtract(double[] a, double[] b, double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        out[row] = a[row] - b[row];
      }
    }

    private static void multiply(double[] a, double[] b, double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        out[row] = a[row] * b[row];
      }
    }

    private static void divide(double[] a, double[] b, double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        out[row] = a[row] / b[row];
      }
    }

    /**
     * A double holds the exact sum, product or quotient of floats far enough to round it once more.
     */
    private static void round(double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        out[rows[k]] = (float) out[rows[k]];
      }
    }

    private boolean isSuspicious(double[] out, int[] rows, int count) {
      boolean mayVanish = operation == Arithmetic.MULTIPLY || operation == Arithmetic.DIVIDE;
      boolean suspicious = false;
      for (int k = 0; k < count; k++) {
        double value = out[rows[k]];
        suspicious |= !(Math.abs(value) <= Double.MAX_VALUE) || (mayVanish && value == 0);
      }
      return suspicious;
    }

    private void check(double[] a, double[] b, double[] out, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (result.isNull(row)) {
          continue;
        }
        switch (operation) {
          case MULTIPLY -> Doubles.checkProduct(a[row], b[row], out[row]);
          case DIVIDE -> Doubles.checkQuotient(a[row], b[row], out[row]);
          default -> Doubles.checkSum(a[row], b[row], out[row]);
        }
      }
    }
  }
}
