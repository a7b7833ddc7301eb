package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** COALESCE: the first operand that is not NULL; later ones are evaluated only where needed. */
final class Coalesce extends Expression {

  /** A choice among operands of this type. */
  Coalesce(ColumnType type, List<Expression> operands) {
    super(type, operands);
  }

  @Override
  protected String name() {
    return "coalesce";
  }

  @Override
  public Evaluator evaluator() {
    return new CoalesceEvaluator(type(), operandEvaluators());
  }

  private static final class CoalesceEvaluator extends Evaluator {
    private final Vector result;
    private int[] open = {};

    CoalesceEvaluator(ColumnType type, Evaluator[] operands) {
      super(operands);
      result = Vector.of(type);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      Vector first = operand(0).evaluate(batch, rows, count);
      if (!first.hasNulls()) {
        return first;
      }
      result.reset(batch.size());
      result.copy(first, rows, count);
      open = Selection.ensure(open, count);
      int left = selectNulls(first, rows, count);
      for (int i = 1; i < operandCount() && left > 0; i++) {
        Vector next = operand(i).evaluate(batch, open, left);
        result.copy(next, open, left);
        left = selectNulls(next, open, left);
      }
      return result;
    }

    private int selectNulls(Vector vector, int[] rows, int count) {
      int found = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        open[found] = row;
        found += vector.isNull(row) ? 1 : 0;
      }
      return found;
    }

    @Override
    public void close() {
      super.close();
      result.release();
    }
  }
}
