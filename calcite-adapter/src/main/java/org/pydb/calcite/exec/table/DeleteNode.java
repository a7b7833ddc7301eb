package org.pydb.calcite.exec.table;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.table.RowLookup;
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

  private static final class Delete extends Modify {
    private final RowLookup lookup;

    Delete(DeleteNode node) {
      super(node);
      lookup = new RowLookup(layout);
    }

    @Override
    long write(Batch batch, TableWriter writer, TableAccess now) {
      BytesVector keys = (BytesVector) batch.column(0);
      long written = 0;
      for (int k = 0; k < batch.count(); k++) {
        int at = batch.rows()[k];
        int from = keys.start(at);
        if (isSameAsBefore(keys, at)
            || isTouchedByOthers(keys.array(at), from, from + keys.length(at))) {
          continue;
        }
        if (!lookup.find(now.view(), keys.array(at), from, from + keys.length(at))) {
          throw new IllegalStateException("a row to delete is not in the statement's view");
        }
        if (writer.delete(lookup.row())) {
          written++;
          wrote(lookup.row(), batch, at);
        }
      }
      return written;
    }
  }
}
