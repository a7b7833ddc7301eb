package org.pydb.calcite.service;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.vfs.layer.FileStack;

/** One backup, which can be cancelled and may have a time limit as any statement. Stateless. */
final class BackupRun {
  private static final StatementShape SHAPE = StatementShape.whole("backup", "");

  private BackupRun() {}

  /** Makes one on behalf of a session itself. */
  static void of(Session session, Path file, @Nullable KeySource key, LongConsumer progress) {
    try (Execution execution = new Execution(session, new Running(), SHAPE).begin(0)) {
      run(session, execution, file, key, null, progress);
    }
  }

  /**
   * Makes one as part of an execution.
   *
   * @param key gives that of the new file; null for the one that the database has, if any
   * @param storage what the new file is made of; null for what that of the database is
   */
  static void run(
      Session session,
      Execution execution,
      Path file,
      @Nullable KeySource key,
      @Nullable FileStack storage,
      LongConsumer progress) {
    Transaction open = session.transactions().open();
    if (open != null && open.hasWritten()) {
      throw new SqlError(
          "25001", "a backup holds what is committed: commit or roll back this transaction first");
    }
    LongConsumer watched =
        pages -> {
          execution.checkCanceled();
          progress.accept(pages);
        };
    Database database = session.database().engine();
    try {
      if (key == null) {
        database.backup(DatabaseOptions.at(file).withStorage(storage), watched);
      } else {
        database.copyInto(DatabaseOptions.at(file).withKey(key), watched);
      }
    } catch (EngineException e) { // What progress throws goes out as it is.
      throw EngineErrors.translate(e);
    }
  }
}
