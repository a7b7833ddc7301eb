package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** A comparison of two operands whose values are longs. */
final class LongComparison extends Expression implements Negatable {
  private final Comparison comparison;

  LongComparison(Comparison comparison, Expression left, Expression right) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(left, right));
    this.comparison = comparison;
  }

  @Override
  public Evaluator evaluator() {
    Evaluator[] operands = operandEvaluators();
    return new ConditionEvaluator(operands[0], operands[1]) {
      @Override
      protected int compare(Vector left, Vector right, int[] rows, int count, int[] out) {
        if (right.isConstant() && count > 0) {
          long constant = ((LongVector) right).get(0);
          return LongRange.of(comparison, constant)
              .select(((LongVector) left).values(), rows, count, out);
        }
        return LongComparison.select(
            comparison,
            ((LongVector) left).values(),
            ((LongVector) right).values(),
            rows,
            count,
            out);
      }
    };
  }

  @Override
  public Expression negated() {
    return new LongComparison(comparison.negated(), operands().get(0), operands().get(1));
  }

  @Override
  protected String name() {
    return comparison.sign();
  }

  /** The rows for which two arrays compare so. */
  static int select(
      Comparison comparison, long[] left, long[] right, int[] rows, int count, int[] out) {
    return switch (comparison) {
      case EQUAL -> selectDifferent(left, right, rows, count, out, 1);
      case NOT_EQUAL -> selectDifferent(left, right, rows, count, out, 0);
      case LESS -> selectLess(left, right, rows, count, out, 0);
      case GREATER_OR_EQUAL -> selectLess(left, right, rows, count, out, 1);
      case GREATER -> selectLess(right, left, rows, count, out, 0);
      case LESS_OR_EQUAL -> selectLess(right, left, rows, count, out, 1);
    };
  }

  private static int selectDifferent(
      long[] left, long[] right, int[] rows, int count, int[] out, int opposite) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += TruthBits.differ(left[row], right[row]) ^ opposite;
    }
    return found;
  }

  private static int selectLess(
      long[] left, long[] right, int[] rows, int count, int[] out, int opposite) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += TruthBits.less(left[row], right[row]) ^ opposite;
    }
    return found;
  }

  /**
   * A comparison with a constant, as a range of longs that {@code x} must lie in or outside of: one
   * kernel serves all comparisons.
   *
   * @param lower the least value in the range
   * @param width how far above it the greatest one lies, as an unsigned number
   * @param inside whether values in the range are wanted, or the others
   */
  record LongRange(long lower, long width, boolean inside) {

    static LongRange of(Comparison comparison, long constant) {
      return switch (comparison) {
        case EQUAL -> new LongRange(constant, 0, true);
        case NOT_EQUAL -> new LongRange(constant, 0, false);
        case LESS_OR_EQUAL -> new LongRange(Long.MIN_VALUE, constant - Long.MIN_VALUE, true);
        case GREATER -> new LongRange(Long.MIN_VALUE, constant - Long.MIN_VALUE, false);
        case GREATER_OR_EQUAL -> new LongRange(constant, Long.MAX_VALUE - constant, true);
        case LESS -> new LongRange(constant, Long.MAX_VALUE - constant, false);
      };
    }

    int select(long[] values, int[] rows, int count, int[] out) {
      int wanted = inside ? 1 : 0;
      return rows == Selection.ALL
          ? selectDense(values, wanted, count, out)
          : selectSparse(values, wanted, rows, count, out);
    }

    private int selectDense(long[] values, int wanted, int count, int[] out) {
      long from = lower;
      long distance = width;
      int found = 0;
      for (int row = 0; row < count; row++) {
        out[found] = row;
        found += TruthBits.lessUnsigned(distance, values[row] - from) ^ wanted;
      }
      return found;
    }

    private int selectSparse(long[] values, int wanted, int[] rows, int count, int[] out) {
      long from = lower;
      long distance = width;
      int found = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        out[found] = row;
        found += TruthBits.lessUnsigned(distance, values[row] - from) ^ wanted;
      }
      return found;
    }
  }
}
