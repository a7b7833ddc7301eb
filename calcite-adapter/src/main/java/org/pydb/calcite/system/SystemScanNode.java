package org.pydb.calcite.system;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnDefinition;

/** Some columns of all rows of a system table, computed while they are pulled. */
public final class SystemScanNode extends PlanNode {
  private final SystemTable table;
  private final List<Integer> columns;

  /** A scan that gives these columns of a table. */
  public SystemScanNode(SystemTable table, List<Integer> columns) {
    super(
        columns.stream()
            .map(table.definition().columns()::get)
            .map(ColumnDefinition::type)
            .toList(),
        List.of());
    this.table = table;
    this.columns = List.copyOf(columns);
  }

  @Override
  public String describe() {
    return "SystemScan: " + table.definition().qualifiedName();
  }

  @Override
  public Operator operator() {
    return new SystemScan();
  }

  private final class SystemScan extends Operator {
    private final Batch output = Batch.of(types());
    private Iterator<?> rows = Collections.emptyIterator();

    @Override
    protected void start(ExecutionContext context) {
      rows = table.rows(context.session().offered(SystemState.class)).iterator();
    }

    @Override
    protected @Nullable Batch produce() {
      for (int i = 0; i < columns.size(); i++) {
        output.column(i).reset(Batch.ROWS_MAX);
      }
      int count = 0;
      for (; count < Batch.ROWS_MAX && rows.hasNext(); count++) {
        Object row = rows.next();
        for (int i = 0; i < columns.size(); i++) {
          output.column(i).setObject(count, table.value(columns.get(i), row));
        }
      }
      output.selectAll(count);
      return count == 0 ? null : output;
    }

    @Override
    protected void stop() {
      rows = Collections.emptyIterator();
      for (int i = 0; i < output.columnCount(); i++) {
        output.column(i).release();
      }
    }
  }
}
