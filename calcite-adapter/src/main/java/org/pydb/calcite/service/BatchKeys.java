package org.pydb.calcite.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows that the entries of a batch return, gathered. Those of a group are kept apart until it
 * is done, since it may have to run again. Not thread-safe.
 */
final class BatchKeys {
  private final Workspace workspace;
  private final List<ColumnType> types;
  private final BufferedRows done;
  private @Nullable BufferedRows group;

  /** None yet. */
  BatchKeys(Workspace workspace, List<ColumnType> types) {
    this.workspace = workspace;
    this.types = types;
    done = new BufferedRows(workspace, types);
  }

  /** A group begins, or begins again. */
  void beginGroup() {
    closeGroup();
    group = new BufferedRows(workspace, types);
  }

  /** Adds rows of an entry of the group. */
  void add(Batch rows) {
    BufferedRows open = group;
    assert open != null : "no group";
    open.append(rows, rows.rows(), rows.count());
  }

  /** The group has had its effect. */
  void endGroup() {
    BufferedRows ending = group;
    assert ending != null : "no group";
    for (Batch rows = ending.next(); rows != null; rows = ending.next()) {
      done.append(rows, rows.rows(), rows.count());
    }
    closeGroup();
  }

  private void closeGroup() {
    BufferedRows open = group;
    if (open != null) {
      group = null;
      open.close();
    }
  }

  /** All rows; what they take is given back when the result is closed, or the session. */
  SqlResult result(ExecutionContext context, Session session) {
    RowCursor result = new RowCursor(new Rows(this), () -> session.keys().remove(this));
    session.keys().put(this, result);
    return result.start(context);
  }

  /** Gives back what they take. */
  void close() {
    closeGroup();
    done.close();
    workspace.close();
  }

  private static final class Rows extends Operator {
    private final BatchKeys keys;

    Rows(BatchKeys keys) {
      this.keys = keys;
    }

    @Override
    protected void start(ExecutionContext newContext) {
      // They are all there.
    }

    @Override
    protected @Nullable Batch produce() {
      return keys.done.next();
    }

    @Override
    protected void stop() {
      keys.close();
    }
  }
}
