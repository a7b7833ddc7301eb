package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** The database was closed while, or before, it was used. */
public final class DatabaseClosedException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public DatabaseClosedException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public DatabaseClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
