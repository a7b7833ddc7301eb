package org.pydb.calcite.service;

import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.table.Transaction;

/** One backup, which can be cancelled and may have a time limit as any statement. */
final class BackupRun {
  private final Session session;
  private final ExecutionContext context;

  BackupRun(Session session) {
    this.session = session;
    context =
        new ExecutionContext(
            ParameterValues.NONE,
            Clock.micros(),
            session.zone(),
            session.database().memory(),
            null);
  }

  /** Ends it at the next pages, from any thread. */
  void cancel(String reason) {
    context.cancel(reason);
  }

  /**
   * Runs it.
   *
   * @param timeoutMillis after so long it ends with 57014; 0 for no limit
   */
  void to(Path file, LongConsumer progress, long timeoutMillis) {
    Transaction open = session.open();
    if (open != null && open.hasWritten()) {
      throw new SqlError(
          "25001", "a backup holds what is committed: commit or roll back this transaction first");
    }
    @Nullable ScheduledFuture<?> alarm = null;
    session.setRunning(context);
    try {
      if (timeoutMillis > 0) {
        String reason = "canceling statement due to its timeout of " + timeoutMillis + " ms";
        alarm = Clock.after(timeoutMillis, () -> context.cancel(reason));
      }
      session
          .database()
          .engine()
          .backup(
              file,
              pages -> {
                context.checkCanceled();
                progress.accept(pages);
              });
    } catch (EngineException e) { // What progress throws goes out as it is.
      throw EngineErrors.translate(e);
    } finally {
      session.clearRunning(context);
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }
}
