package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/**
 * A sync or write of the log failed, so nothing more is trusted until the database is opened anew.
 */
public final class DatabaseFailedException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public DatabaseFailedException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public DatabaseFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
