package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A comparison of two operands whose values are doubles, in PostgreSQL's order: -0 equals 0, NaN
 * equals itself and is above all others.
 */
final class DoubleComparison extends Expression implements Negatable {
  private final Comparison comparison;

  DoubleComparison(Comparison comparison, Expression left, Expression right) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(left, right));
    this.comparison = comparison;
  }

  @Override
  public Evaluator evaluator() {
    Evaluator[] operands = operandEvaluators();
    return new ConditionEvaluator(operands[0], operands[1]) {
      @Override
      protected int compare(Vector left, Vector right, int[] rows, int count, int[] out) {
        double[] a = ((DoubleVector) left).values();
        double[] b = ((DoubleVector) right).values();
        return switch (comparison) {
          case EQUAL -> selectEqual(a, b, rows, count, out, true);
          case NOT_EQUAL -> selectEqual(a, b, rows, count, out, false);
          case LESS -> selectLess(a, b, rows, count, out, true);
          case GREATER -> selectLess(b, a, rows, count, out, true);
          case LESS_OR_EQUAL -> selectLess(b, a, rows, count, out, false);
          case GREATER_OR_EQUAL -> selectLess(a, b, rows, count, out, false);
        };
      }
    };
  }

  @Override
  public Expression negated() {
    return new DoubleComparison(comparison.negated(), operands().get(0), operands().get(1));
  }

  @Override
  protected String name() {
    return comparison.sign();
  }

  private static int selectEqual(
      double[] left, double[] right, int[] rows, int count, int[] out, boolean wanted) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      double a = left[row];
      double b = right[row];
      out[found] = row;
      found += (a == b || (Double.isNaN(a) && Double.isNaN(b))) == wanted ? 1 : 0;
    }
    return found;
  }

  private static int selectLess(
      double[] left, double[] right, int[] rows, int count, int[] out, boolean wanted) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      double a = left[row];
      double b = right[row];
      out[found] = row;
      found += (a < b || (!Double.isNaN(a) && Double.isNaN(b))) == wanted ? 1 : 0;
    }
    return found;
  }
}
