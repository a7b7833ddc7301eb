package org.pydb.engine.wal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DatabaseFailedException;

/**
 * Whether a log still works. Thread-safe.
 *
 * <pre>
 *   open ──fail──▶ failed        the first cause is kept, and told to whoever comes later
 *     └────close────┴──▶ closed
 * </pre>
 *
 * <p>A log fails for ever. After a failed write or sync the system may have dropped what it had in
 * memory and believe it clean: a second sync would succeed and prove nothing. Only what is read
 * from the disk after opening it anew counts.
 */
final class LogState {
  private final String where;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  LogState(String where) {
    this.where = where;
  }

  /** Throws unless the log is open. */
  void check() {
    if (closed) {
      throw new DatabaseClosedException(where + " has been closed");
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw failed(cause);
    }
  }

  /** Fails the log, unless it has failed before, and returns what to throw. */
  DatabaseFailedException fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    Throwable first = failure.get();
    return failed(first == null ? cause : first);
  }

  void close() {
    closed = true;
  }

  private DatabaseFailedException failed(Throwable cause) {
    return new DatabaseFailedException(
        where
            + ": writing the log failed, so nothing more is trusted until the database is opened"
            + " anew; the cause was: "
            + cause.getMessage(),
        cause);
  }
}
