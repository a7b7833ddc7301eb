package org.pydb.calcite.exec.table;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.table.TableWriter;

/** Deletes rows. */
public final class DeleteNode extends ModifyNode {

  /**
   * A delete.
   *
   * @param input the {@link RowKey} of each row in its first column; of a row that comes several
   *     times in succession the first counts
   * @param returning what to give of each row; null for their number
   */
  public DeleteNode(TableLayout layout, PlanNode input, @Nullable Returning returning) {
    super(layout, input, returning);
  }

  @Override
  public String describe() {
    return "Delete: " + layout.definition().name();
  }

  @Override
  public Operator operator() {
    return new Delete(this);
  }

  private static final class Delete extends KeyedModify {
    Delete(DeleteNode node) {
      super(node);
    }

    @Override
    boolean change(RowView row, Batch batch, int at, TableWriter writer) {
      if (!writer.delete(row)) {
        return false;
      }
      wrote(row, batch, at);
      return true;
    }
  }
}
