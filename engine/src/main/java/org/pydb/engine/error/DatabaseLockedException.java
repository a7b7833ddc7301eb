package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** Somebody else has the database open; the message names the holder. */
public final class DatabaseLockedException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public DatabaseLockedException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public DatabaseLockedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
