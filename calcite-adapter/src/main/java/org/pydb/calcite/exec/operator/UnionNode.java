package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/** UNION ALL: the rows of its inputs, one input after the other. */
public final class UnionNode extends PlanNode {

  /** The union of inputs whose columns have the same types, at least one. */
  public UnionNode(List<PlanNode> inputs) {
    super(inputs.get(0).types(), inputs);
  }

  @Override
  public String describe() {
    return "UnionAll";
  }

  @Override
  public Operator operator() {
    return new UnionOperator(inputs().stream().map(PlanNode::operator).toArray(Operator[]::new));
  }

  private static final class UnionOperator extends Operator {
    private final Operator[] inputs;
    private int current;

    UnionOperator(Operator[] inputs) {
      this.inputs = inputs;
    }

    @Override
    protected void start(ExecutionContext context) {
      current = 0;
      for (Operator input : inputs) {
        input.open(context);
      }
    }

    @Override
    protected @Nullable Batch produce() {
      while (current < inputs.length) {
        Batch batch = inputs[current].next();
        if (batch != null) {
          return batch;
        }
        current++;
      }
      return null;
    }

    @Override
    protected void stop() {
      for (Operator input : inputs) {
        input.close();
      }
    }
  }
}
