package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A comparison of two decimals by value, whatever their scales. Fast where both have one scale and
 * fit longs: then it compares these.
 */
final class DecimalComparison extends Expression implements Negatable {
  private final Comparison comparison;

  DecimalComparison(Comparison comparison, Expression left, Expression right) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(left, right));
    this.comparison = comparison;
  }

  @Override
  public Evaluator evaluator() {
    Evaluator[] operands = operandEvaluators();
    return new ConditionEvaluator(operands[0], operands[1]) {
      @Override
      protected int compare(Vector left, Vector right, int[] rows, int count, int[] out) {
        DecimalVector a = (DecimalVector) left;
        DecimalVector b = (DecimalVector) right;
        if (a.scale() != b.scale() || a.hasBigs() || b.hasBigs() || a.hasOwnScales()) {
          return selectSlowly(a, b, rows, count, out);
        }
        if (b.isConstant() && count > 0) {
          return LongComparison.LongRange.of(comparison, b.values()[0])
              .select(a.values(), rows, count, out);
        }
        return LongComparison.select(comparison, a.values(), b.values(), rows, count, out);
      }
    };
  }

  @Override
  public Expression negated() {
    return new DecimalComparison(comparison.negated(), operands().get(0), operands().get(1));
  }

  @Override
  protected String name() {
    return comparison.sign();
  }

  private int selectSlowly(DecimalVector a, DecimalVector b, int[] rows, int count, int[] out) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += comparison.test(a.compare(row, b, row)) ? 1 : 0;
    }
    return found;
  }
}
