package org.pydb.calcite.exec.operator;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;

/** The rows of its input for which a condition is true. Columns are handed on, not copied. */
public final class FilterNode extends PlanNode {
  private final PlanNode input;
  private final Expression condition;

  /** A filter by a BOOLEAN expression over the input's columns. */
  public FilterNode(PlanNode input, Expression condition) {
    super(input.types(), List.of(input));
    this.input = input;
    this.condition = condition;
  }

  @Override
  public String describe() {
    return "Filter: " + condition;
  }

  @Override
  public @Nullable ScanNode driver() {
    return input.driver();
  }

  @Override
  public BitSet largeColumns() {
    return input.largeColumns();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet below = (BitSet) wanted.clone();
    below.andNot(Expressions.columnsOf(List.of(condition)));
    PlanNode passed = input.passLarge(below);
    return passed == input ? this : new FilterNode(passed, condition);
  }

  @Override
  public Operator operator() {
    return new FilterOperator(input.operator(), condition.evaluator(), types().size());
  }

  private static final class FilterOperator extends Operator {
    private final Operator input;
    private final Evaluator condition;
    private final BatchView output;
    private int[] selected = {};

    FilterOperator(Operator input, Evaluator condition, int columnCount) {
      this.input = input;
      this.condition = condition;
      output = new BatchView(columnCount);
    }

    @Override
    protected void start(ExecutionContext context) {
      condition.open(context);
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        selected = Selection.ensure(selected, batch.count());
        int count = condition.select(batch, batch.rows(), batch.count(), selected);
        if (count > 0) {
          return output.select(batch, selected, count);
        }
      }
      return null;
    }

    @Override
    protected void stop() {
      condition.close();
      input.close();
    }
  }
}
