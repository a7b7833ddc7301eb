package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.KeptRows;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/** The rows that the execution keeps under a number. */
public final class KeptRowsNode extends PlanNode {
  private final int number;

  /** The rows of a number. */
  public KeptRowsNode(int number, List<ColumnType> types) {
    super(types, List.of());
    this.number = number;
  }

  @Override
  public String describe() {
    return "KeptRows: " + number;
  }

  @Override
  public Operator operator() {
    return new KeptRowsOperator(number, types());
  }

  private static final class KeptRowsOperator extends Operator {
    private final int number;
    private final KeptRows.Reader reader;

    KeptRowsOperator(int number, List<ColumnType> types) {
      this.number = number;
      reader = new KeptRows.Reader(types);
    }

    @Override
    protected void start(ExecutionContext context) {
      reader.begin(context.keptRows(number));
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
