package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A comparison of two runs of bytes: TEXT by its UTF-8, CHAR, which lies in vectors without
 * trailing blanks, BYTES and UUID.
 */
final class BytesComparison extends Expression implements Negatable {
  private final Comparison comparison;

  BytesComparison(Comparison comparison, Expression left, Expression right) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(left, right));
    this.comparison = comparison;
  }

  @Override
  public Evaluator evaluator() {
    Evaluator[] operands = operandEvaluators();
    return new ConditionEvaluator(operands[0], operands[1]) {
      @Override
      protected int compare(Vector left, Vector right, int[] rows, int count, int[] out) {
        BytesVector a = (BytesVector) left;
        BytesVector b = (BytesVector) right;
        return switch (comparison) {
          case EQUAL -> selectEqual(a, b, rows, count, out, true);
          case NOT_EQUAL -> selectEqual(a, b, rows, count, out, false);
          default -> selectOrdered(a, b, rows, count, out);
        };
      }
    };
  }

  @Override
  public Expression negated() {
    return new BytesComparison(comparison.negated(), operands().get(0), operands().get(1));
  }

  @Override
  protected String name() {
    return comparison.sign();
  }

  private static int selectEqual(
      BytesVector a, BytesVector b, int[] rows, int count, int[] out, boolean wanted) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += a.equal(row, b, row) == wanted ? 1 : 0;
    }
    return found;
  }

  private int selectOrdered(BytesVector a, BytesVector b, int[] rows, int count, int[] out) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += comparison.test(a.compare(row, b, row)) ? 1 : 0;
    }
    return found;
  }
}
