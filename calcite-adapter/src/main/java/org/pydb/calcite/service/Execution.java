package org.pydb.calcite.service;

import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.table.TableAccess;
import org.pydb.engine.table.Transaction;

/** One run of a statement: its context, and what may end it early. Used by one thread. */
final class Execution implements AutoCloseable {
  private final SessionStatement statement;
  private final ExecutionContext context;
  private final long timeoutMillis;
  private @Nullable ScheduledFuture<?> alarm;

  /**
   * A run.
   *
   * @param timeoutMillis after so long it ends with 57014; 0 for no limit
   */
  Execution(
      SessionStatement statement, Transaction now, ParameterValues values, long timeoutMillis) {
    this.statement = statement;
    this.timeoutMillis = timeoutMillis;
    Session session = statement.session();
    context =
        new ExecutionContext(
            values,
            Clock.micros(),
            session.zone(),
            session.database().memory(),
            new TableAccess(now, now.view()));
  }

  /** Begins; from now on it can be cancelled. */
  ExecutionContext begin() {
    statement.setRunning(context);
    if (timeoutMillis > 0) {
      alarm =
          Clock.after(
              timeoutMillis,
              () ->
                  context.cancel(
                      "canceling statement due to its timeout of " + timeoutMillis + " ms"));
    }
    return context;
  }

  @Override
  public void close() {
    statement.clearRunning(context);
    ScheduledFuture<?> set = alarm;
    if (set != null) {
      set.cancel(false);
      alarm = null;
    }
  }
}
