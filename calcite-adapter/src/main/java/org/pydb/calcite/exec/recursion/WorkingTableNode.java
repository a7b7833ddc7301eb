package org.pydb.calcite.exec.recursion;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.spill.WorkingRows;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/** The rows that a recursion around this step has found in the round before. */
public final class WorkingTableNode extends PlanNode {
  private final int recursion;

  /** The rows of the recursion of this number. */
  public WorkingTableNode(int recursion, List<ColumnType> types) {
    super(types, List.of());
    this.recursion = recursion;
  }

  @Override
  public Operator operator() {
    return new WorkingTableOperator(recursion, types());
  }

  @Override
  public String describe() {
    return "WorkingTable: of " + recursion;
  }

  private static final class WorkingTableOperator extends Operator {
    private final int recursion;
    private final WorkingRows.Reader reader;

    WorkingTableOperator(int recursion, List<ColumnType> types) {
      this.recursion = recursion;
      reader = new WorkingRows.Reader(types);
    }

    @Override
    protected void start(ExecutionContext context) {
      reader.begin(context.workingRows(recursion));
    }

    @Override
    protected @Nullable Batch produce() {
      return reader.next();
    }

    @Override
    protected void stop() {
      reader.end();
    }
  }
}
