package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** Another transaction committed a conflicting change first. Run the transaction again. */
public final class WriteConflictException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public WriteConflictException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public WriteConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
