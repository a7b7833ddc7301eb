package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** A value that may be one of several: 21000 for rows where it is. */
final class OnlyValue extends Expression {

  /** The value, and of how many it is one. */
  OnlyValue(Expression value, Expression count) {
    super(value.type(), List.of(value, count));
  }

  @Override
  protected String name() {
    return "only_value";
  }

  @Override
  public Evaluator evaluator() {
    return new OnlyValueEvaluator(operandEvaluators());
  }

  private static final class OnlyValueEvaluator extends Evaluator {

    OnlyValueEvaluator(Evaluator[] operands) {
      super(operands);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      LongVector counts = (LongVector) operand(1).evaluate(batch, rows, count);
      for (int k = 0; k < count; k++) {
        if (!counts.isNull(rows[k]) && counts.get(rows[k]) > 1) {
          throw new SqlError(
              "21000", "more than one row returned by a subquery used as an expression");
        }
      }
      return operand(0).evaluate(batch, rows, count);
    }
  }
}
