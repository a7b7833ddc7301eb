package org.pydb.calcite.exec.expression;

import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Computes a condition over two operands that is NULL exactly if one of them is. Subclasses only
 * select; truth values follow from what was selected.
 */
abstract class ConditionEvaluator extends Evaluator {
  private final LongVector result = new LongVector();
  private int[] selected = {};

  ConditionEvaluator(Evaluator left, Evaluator right) {
    super(left, right);
  }

  /** Finds the rows, none of which is NULL on either side, for which the condition holds. */
  protected abstract int compare(Vector left, Vector right, int[] rows, int count, int[] out);

  @Override
  public final int select(Batch batch, int[] rows, int count, int[] out) {
    Vector left = operand(0).evaluate(batch, rows, count);
    Vector right = operand(1).evaluate(batch, rows, count);
    if (!left.hasNulls() && !right.hasNulls()) {
      return compare(left, right, rows, count, out);
    }
    int present = selectPresent(left, right, rows, count, out);
    return compare(left, right, out, present, out);
  }

  private static int selectPresent(Vector left, Vector right, int[] rows, int count, int[] out) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      out[found] = row;
      found += left.isNull(row) || right.isNull(row) ? 0 : 1;
    }
    return found;
  }

  @Override
  public final Vector evaluate(Batch batch, int[] rows, int count) {
    Vector left = operand(0).evaluate(batch, rows, count);
    Vector right = operand(1).evaluate(batch, rows, count);
    result.reset(batch.size());
    result.takeNulls(left, rows, count);
    result.takeNulls(right, rows, count);
    selected = Selection.ensure(selected, count);
    int present = count;
    int[] from = rows;
    if (result.hasNulls()) {
      present = selectPresent(left, right, rows, count, selected);
      from = selected;
    }
    int found = compare(left, right, from, present, selected);
    mark(rows, count, found);
    return result;
  }

  private void mark(int[] rows, int count, int found) {
    long[] values = result.values();
    for (int k = 0; k < count; k++) {
      values[rows[k]] = 0;
    }
    for (int k = 0; k < found; k++) {
      values[selected[k]] = 1;
    }
  }
}
