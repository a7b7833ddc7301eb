package org.pydb.calcite.api;

import java.util.List;

/** One open database. Thread-safe. */
public interface SqlDatabase extends AutoCloseable {

  /**
   * Opens a session. Sessions are independent; each has its own transaction.
   *
   * @throws SqlError 08003 if the database is closed
   */
  SqlSession connect();

  /** Who waits for a lock now, and for whom; those that wait longest come first. */
  List<LockWait> lockWaits();

  /**
   * What sessions run now, the one that runs longest first. A session whose result is still being
   * read counts as running.
   */
  List<RunningStatement> runningStatements();

  /** Whether {@link #close} was called or {@code SHUTDOWN} ran. */
  boolean isClosed();

  /** Rolls open transactions back, checkpoints and closes the files. Does nothing when closed. */
  @Override
  void close();
}
