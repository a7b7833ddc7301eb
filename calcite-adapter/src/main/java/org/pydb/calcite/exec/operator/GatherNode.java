package org.pydb.calcite.exec.operator;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/**
 * The rows of its input, which several threads make where there is enough to do. They come in the
 * order in which one thread would give them.
 */
public final class GatherNode extends PlanNode {
  private final PlanNode input;

  /** Gathers the rows of steps that have a {@link PlanNode#driver}. */
  public GatherNode(PlanNode input) {
    super(input.types(), List.of(input));
    this.input = input;
    if (input.driver() == null) {
      throw new IllegalArgumentException("nothing to divide in " + input.describe());
    }
  }

  @Override
  public String describe() {
    return "Gather";
  }

  @Override
  public BitSet largeColumns() {
    return input.largeColumns();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    PlanNode passed = input.passLarge(wanted);
    return passed == input ? this : new GatherNode(passed);
  }

  @Override
  public Operator operator() {
    return new GatherOperator(input, input.operator());
  }

  private static final class GatherOperator extends Operator {
    private final PlanNode node;
    private final Operator input;
    private @Nullable GatheredRows rows;

    GatherOperator(PlanNode node, Operator input) {
      this.node = node;
      this.input = input;
    }

    @Override
    protected void start(ExecutionContext context) {
      Fragment fragment = Fragment.open(node, context);
      if (fragment == null) {
        input.open(context);
      } else {
        rows = new GatheredRows(fragment, node.types(), context.memory());
      }
    }

    @Override
    protected @Nullable Batch produce() {
      GatheredRows gathered = rows;
      if (gathered == null) {
        return input.next();
      }
      if (!gathered.isBegun() && !gathered.begin()) {
        endParallel();
        input.open(context());
        return input.next();
      }
      return gathered.next();
    }

    private void endParallel() {
      if (rows != null) {
        rows.close();
        rows = null;
      }
    }

    @Override
    protected void stop() {
      endParallel();
      input.close();
    }
  }
}
