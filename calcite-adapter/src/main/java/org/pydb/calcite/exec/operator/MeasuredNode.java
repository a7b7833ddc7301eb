package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/**
 * A step whose work is measured, once a batch. Where the execution has no {@link Measurements}, it
 * is as if this were not there.
 */
public final class MeasuredNode extends PlanNode {
  private final PlanNode step;
  private final int id;

  /** Measures a step under a number. */
  public MeasuredNode(PlanNode step, int id) {
    super(step.types(), List.of(step));
    this.step = step;
    this.id = id;
  }

  @Override
  public @Nullable ScanNode driver() {
    return step.driver();
  }

  @Override
  public Operator operator() {
    return new MeasuredOperator(step.operator(), id);
  }

  @Override
  public String describe() {
    return "Measured as " + id;
  }

  private static final class MeasuredOperator extends Operator {
    private final Operator step;
    private final int id;
    private @Nullable Measurements measurements;

    MeasuredOperator(Operator step, int id) {
      this.step = step;
      this.id = id;
    }

    @Override
    protected void start(ExecutionContext context) {
      Measurements to = context.measurements();
      measurements = to;
      if (to == null) {
        step.open(context);
        return;
      }
      long begin = System.nanoTime();
      long pages = to.pagesRead();
      int before = to.opening(id);
      step.open(context);
      to.opening(before);
      to.add(id, 1, 0, System.nanoTime() - begin, to.pagesRead() - pages);
    }

    @Override
    protected @Nullable Batch produce() {
      Measurements to = measurements;
      if (to == null) {
        return step.next();
      }
      long begin = System.nanoTime();
      long pages = to.pagesRead();
      Batch batch = step.next();
      int rows = batch == null ? 0 : batch.count();
      to.add(id, 0, rows, System.nanoTime() - begin, to.pagesRead() - pages);
      return batch;
    }

    @Override
    protected void stop() {
      step.close();
    }
  }
}
