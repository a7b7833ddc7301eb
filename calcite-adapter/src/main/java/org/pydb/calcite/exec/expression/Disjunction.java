package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** OR: a later condition is evaluated only for the rows that no earlier one has made true. */
final class Disjunction extends Expression {

  Disjunction(List<Expression> conditions) {
    super(ColumnType.of(ColumnKind.BOOLEAN), conditions);
  }

  @Override
  protected String name() {
    return "or";
  }

  @Override
  public Evaluator evaluator() {
    return new DisjunctionEvaluator(operandEvaluators());
  }

  private static final class DisjunctionEvaluator extends Evaluator {
    private final LongVector result = new LongVector();
    private int[] open = {};
    private int[] found = {};
    private int[] merged = {};
    private int[] spare = {};

    DisjunctionEvaluator(Evaluator[] conditions) {
      super(conditions);
    }

    @Override
    public int select(Batch batch, int[] rows, int count, int[] selected) {
      open = Selection.ensure(open, count);
      found = Selection.ensure(found, count);
      merged = Selection.ensure(merged, count);
      spare = Selection.ensure(spare, count);
      System.arraycopy(rows, 0, open, 0, count);
      int left = count;
      int total = 0;
      for (int i = 0; i < operandCount() && left > 0; i++) {
        int more = operand(i).select(batch, open, left, found);
        left = Selection.subtract(open, left, found, more, open);
        total = add(total, more);
      }
      System.arraycopy(merged, 0, selected, 0, total);
      return total;
    }

    /** Merges the rows just found into those found before. */
    private int add(int total, int more) {
      if (more == 0) {
        return total;
      }
      int sum = Selection.merge(merged, total, found, more, spare);
      int[] swap = merged;
      merged = spare;
      spare = swap;
      return sum;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      result.reset(batch.size());
      long[] truth = result.values();
      for (int k = 0; k < count; k++) {
        truth[rows[k]] = 0;
      }
      open = Selection.ensure(open, count);
      int[] from = rows;
      int left = count;
      for (int i = 0; i < operandCount() && left > 0; i++) {
        LongVector condition = (LongVector) operand(i).evaluate(batch, from, left);
        left = disjoin(condition, from, left);
        from = open;
      }
      return result;
    }

    /** Takes a condition in; keeps the rows open that are not true yet. */
    private int disjoin(LongVector condition, int[] rows, int count) {
      long[] values = condition.values();
      int left = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (condition.isNull(row)) {
          result.setNull(row);
          open[left++] = row;
        } else if (values[row] == 0) {
          open[left++] = row;
        } else {
          result.set(row, 1);
        }
      }
      return left;
    }
  }
}
