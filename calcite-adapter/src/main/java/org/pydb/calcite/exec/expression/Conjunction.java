package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** AND: a later condition is evaluated only for the rows that no earlier one has made false. */
final class Conjunction extends Expression {

  Conjunction(List<Expression> conditions) {
    super(ColumnType.of(ColumnKind.BOOLEAN), conditions);
  }

  @Override
  protected String name() {
    return "and";
  }

  @Override
  public Evaluator evaluator() {
    return new ConjunctionEvaluator(operandEvaluators());
  }

  private static final class ConjunctionEvaluator extends Evaluator {
    private final LongVector result = new LongVector();
    private int[] open = {};

    ConjunctionEvaluator(Evaluator[] conditions) {
      super(conditions);
    }

    /** A row is selected if each condition selects it in turn. */
    @Override
    public int select(Batch batch, int[] rows, int count, int[] selected) {
      int found = operand(0).select(batch, rows, count, selected);
      for (int i = 1; i < operandCount() && found > 0; i++) {
        found = operand(i).select(batch, selected, found, selected);
      }
      return found;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      result.reset(batch.size());
      long[] truth = result.values();
      for (int k = 0; k < count; k++) {
        truth[rows[k]] = 1;
      }
      open = Selection.ensure(open, count);
      int[] from = rows;
      int left = count;
      for (int i = 0; i < operandCount() && left > 0; i++) {
        LongVector condition = (LongVector) operand(i).evaluate(batch, from, left);
        left = conjoin(condition, from, left);
        from = open;
      }
      return result;
    }

    /** Takes a condition in; keeps the rows open that are not false yet. */
    private int conjoin(LongVector condition, int[] rows, int count) {
      long[] values = condition.values();
      int left = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (condition.isNull(row)) {
          result.setNull(row);
          open[left++] = row;
        } else if (values[row] != 0) {
          open[left++] = row;
        } else {
          result.set(row, 0);
        }
      }
      return left;
    }
  }
}
