package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * CASE: the value of the first condition that is true. Conditions and values are evaluated only for
 * the rows that come to them.
 */
final class Case extends Expression {

  /**
   * A case.
   *
   * @param operands condition, value, condition, value … and last the value otherwise; values are
   *     of {@code type}
   */
  Case(ColumnType type, List<Expression> operands) {
    super(type, operands);
  }

  @Override
  protected String name() {
    return "case";
  }

  @Override
  public Evaluator evaluator() {
    return new CaseEvaluator(type(), operandEvaluators());
  }

  private static final class CaseEvaluator extends Evaluator {
    private final Vector result;
    private int[] open = {};
    private int[] chosen = {};

    CaseEvaluator(ColumnType type, Evaluator[] operands) {
      super(operands);
      result = Vector.of(type);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      result.reset(batch.size());
      open = Selection.ensure(open, count);
      chosen = Selection.ensure(chosen, count);
      System.arraycopy(rows, 0, open, 0, count);
      int left = count;
      for (int i = 0; i + 1 < operandCount() && left > 0; i += 2) {
        int found = operand(i).select(batch, open, left, chosen);
        if (found == count) {
          return operand(i + 1).evaluate(batch, chosen, found);
        }
        if (found > 0) {
          result.copy(operand(i + 1).evaluate(batch, chosen, found), chosen, found);
          left = Selection.subtract(open, left, chosen, found, open);
        }
      }
      if (left > 0) {
        result.copy(operand(operandCount() - 1).evaluate(batch, open, left), open, left);
      }
      return result;
    }

    @Override
    public void close() {
      super.close();
      result.release();
    }
  }
}
