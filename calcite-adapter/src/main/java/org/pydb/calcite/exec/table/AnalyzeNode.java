package org.pydb.calcite.exec.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Measurements;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Runs a plan to its end, forgets its rows, and gives what was measured, as rows of text. */
public final class AnalyzeNode extends PlanNode {
  private final PlanNode plan;
  private final int stepCount;
  private final Function<Measurements, List<String>> report;

  /**
   * A run of a plan.
   *
   * @param stepCount how many numbers are given to measured steps
   * @param report makes the rows
   */
  public AnalyzeNode(PlanNode plan, int stepCount, Function<Measurements, List<String>> report) {
    super(List.of(ColumnType.text(0)), List.of(plan));
    this.plan = plan;
    this.stepCount = stepCount;
    this.report = report;
  }

  @Override
  public Operator operator() {
    return new AnalyzeOperator(plan.operator());
  }

  @Override
  public String describe() {
    return "Analyze";
  }

  private final class AnalyzeOperator extends Operator {
    private final Operator measured;
    private final Batch output = new Batch(Vector.of(ColumnType.text(0)));
    private List<String> lines = List.of();
    private int next;
    private boolean isDone;

    AnalyzeOperator(Operator measured) {
      this.measured = measured;
    }

    @Override
    protected void start(ExecutionContext context) {
      isDone = false;
      next = 0;
      TableAccess access = context.transaction(TableAccess.class);
      context.measure(new Measurements(stepCount, access.transaction()::pagesRead));
      measured.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      if (!isDone) {
        run();
      }
      int count = Math.min(lines.size() - next, Batch.ROWS_MAX);
      if (count == 0) {
        return null;
      }
      BytesVector column = (BytesVector) output.column(0);
      column.reset(count);
      for (int i = 0; i < count; i++) {
        column.setObject(i, lines.get(next + i).getBytes(StandardCharsets.UTF_8));
      }
      next += count;
      output.selectAll(count);
      return output;
    }

    private void run() {
      Batch batch = measured.next();
      while (batch != null) {
        batch = measured.next();
      }
      measured.close(); // What steps have spilled is known then.
      Measurements measurements = context().measurements();
      assert measurements != null;
      lines = report.apply(measurements);
      isDone = true;
    }

    @Override
    protected void stop() {
      measured.close();
    }
  }
}
