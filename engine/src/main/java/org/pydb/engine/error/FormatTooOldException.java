package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/**
 * The file was written by a version whose format this one no longer reads. It was left untouched.
 */
public final class FormatTooOldException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public FormatTooOldException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public FormatTooOldException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
