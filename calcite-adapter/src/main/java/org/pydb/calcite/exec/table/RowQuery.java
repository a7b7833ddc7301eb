package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.spill.KeptRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * A query of one row at hand, such as what DO UPDATE computes with sub-queries. Its plan finds the
 * row among those that the execution keeps.
 *
 * @param number of the row among them
 * @param rowTypes the types of the row's columns
 * @param plan gives a row or none
 */
public record RowQuery(int number, List<ColumnType> rowTypes, PlanNode plan) {

  /** Takes a copy of the list. */
  public RowQuery {
    rowTypes = List.copyOf(rowTypes);
  }

  /** Runs the query for one row after the other. Not thread-safe. */
  static final class Runner {
    private final RowQuery query;
    private final Operator operator;
    private @Nullable ExecutionContext context;
    private @Nullable KeptRows row;

    Runner(RowQuery query) {
      this.query = query;
      operator = query.plan.operator();
    }

    void open(ExecutionContext newContext, Workspace workspace) {
      context = newContext;
      KeptRows kept = new KeptRows(workspace, query.rowTypes);
      row = kept;
      newContext.keep(query.number, kept);
    }

    /** What it gives for the only row of a batch, as the first row; valid until the next call. */
    @Nullable Batch run(Batch only) {
      KeptRows kept = row;
      ExecutionContext now = context;
      assert kept != null && now != null : "open";
      operator.close();
      kept.append(only);
      kept.finish();
      operator.open(now);
      return operator.next();
    }

    void close() {
      operator.close();
      ExecutionContext now = context;
      if (now != null) {
        context = null;
        row = null;
        now.forget(query.number);
      }
    }
  }
}
