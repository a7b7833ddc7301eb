package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** The file was written by a newer version. It was left untouched; upgrade pydb to open it. */
public final class FormatTooNewException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public FormatTooNewException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public FormatTooNewException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
