package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.TableWriter;

/**
 * Writes the rows of its input to a table and gives one row: how many there were. All of it happens
 * with the first call for a batch.
 */
public abstract sealed class ModifyNode extends PlanNode
    permits InsertNode, UpdateNode, DeleteNode {
  private static final List<ColumnType> COUNT = List.of(ColumnType.of(ColumnKind.INT64));

  final TableLayout layout;
  final PlanNode input;

  ModifyNode(TableLayout layout, PlanNode input) {
    super(COUNT, List.of(input));
    this.layout = layout;
    this.input = input;
  }

  /** The table that is written. */
  public TableLayout table() {
    return layout;
  }

  /** The operator of a modification: pulls, writes, counts. */
  abstract static class Modify extends Operator {
    final TableLayout layout;
    final Operator input;
    final RowBuilder row;
    private final LongVector count = new LongVector();
    private final Batch result = new Batch(count);
    private @Nullable TableAccess access;

    Modify(TableLayout layout, Operator input) {
      this.layout = layout;
      this.input = input;
      row = new RowBuilder(layout.rows());
    }

    @Override
    protected void start(ExecutionContext context) {
      access = context.transaction(TableAccess.class);
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      TableAccess now = access;
      if (now == null) {
        return null;
      }
      access = null; // The count comes once.
      TableWriter writer = now.transaction().writer(layout.definition());
      long written = 0;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        written += write(batch, writer, now);
      }
      count.reset(1);
      count.set(0, written);
      result.selectAll(1);
      return result;
    }

    /** Writes the rows of a batch; returns how many. */
    abstract long write(Batch batch, TableWriter writer, TableAccess now);

    @Override
    protected void stop() {
      access = null;
      row.clear();
      input.close();
    }
  }
}
