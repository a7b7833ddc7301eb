package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** The file is not one of ours. It was left untouched. */
public final class NotADatabaseException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public NotADatabaseException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public NotADatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
