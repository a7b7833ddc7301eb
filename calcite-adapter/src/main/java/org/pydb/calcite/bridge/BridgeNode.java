package org.pydb.calcite.bridge;

import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;

/** Runs generated code and puts the rows that it gives into batches. */
public final class BridgeNode extends PlanNode {
  private final BridgePlan plan;

  BridgeNode(BridgePlan plan) {
    super(plan.types(), plan.inputs().stream().map(BridgePlan.Input::plan).toList());
    this.plan = plan;
  }

  @Override
  public String describe() {
    return "Bridge: " + plan.description();
  }

  @Override
  public Operator operator() {
    return new BridgeOperator(plan);
  }

  private static final class BridgeOperator extends Operator {
    private final BridgePlan plan;
    private final BridgeContext bridge;
    private final CarriedRows rows;
    private final Batch output;
    private @Nullable Enumerator<?> enumerator;

    BridgeOperator(BridgePlan plan) {
      this.plan = plan;
      bridge = new BridgeContext(plan);
      rows = new CarriedRows(plan.types());
      output = Batch.of(plan.types());
    }

    @Override
    protected void start(ExecutionContext context) {
      bridge.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      try {
        return fill();
      } catch (RuntimeException e) {
        throw BridgeErrors.translate(e);
      }
    }

    private @Nullable Batch fill() {
      Enumerator<?> from = enumerator;
      if (from == null) {
        from = plan.code().bind(bridge).enumerator();
        enumerator = from;
      }
      for (int i = 0; i < output.columnCount(); i++) {
        output.column(i).reset(Batch.ROWS_MAX);
      }
      int count = 0;
      while (count < Batch.ROWS_MAX && from.moveNext()) {
        rows.write(from.current(), output, count++);
      }
      output.selectAll(count);
      return count == 0 ? null : output;
    }

    @Override
    protected void stop() {
      Enumerator<?> from = enumerator;
      enumerator = null;
      try {
        if (from != null) {
          from.close();
        }
      } finally {
        bridge.close();
        for (int i = 0; i < output.columnCount(); i++) {
          output.column(i).release();
        }
      }
    }
  }
}
