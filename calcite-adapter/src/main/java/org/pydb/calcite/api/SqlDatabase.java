package org.pydb.calcite.api;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One open database. Thread-safe. */
public interface SqlDatabase extends AutoCloseable {

  /**
   * Opens a session. Sessions are independent; each has its own transaction.
   *
   * @throws SqlError 08003 if the database is closed
   */
  SqlSession connect();

  /**
   * Checks that somebody who joins has the key of the database.
   *
   * @param key gives his, in an array that is overwritten; null for none
   * @throws SqlError 28P01 if it is another one, 28000 if there is none, 22023 if the database is
   *     not encrypted
   */
  void checkKey(Supplier<char @Nullable []> key);

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
