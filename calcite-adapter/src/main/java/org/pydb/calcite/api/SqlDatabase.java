package org.pydb.calcite.api;

/** One open database. Thread-safe. */
public interface SqlDatabase extends AutoCloseable {

  /**
   * Opens a session. Sessions are independent; each has its own transaction.
   *
   * @throws SqlError 08003 if the database is closed
   */
  SqlSession connect();

  /** Whether {@link #close} was called or {@code SHUTDOWN} ran. */
  boolean isClosed();

  /** Rolls open transactions back, checkpoints and closes the files. Does nothing when closed. */
  @Override
  void close();
}
