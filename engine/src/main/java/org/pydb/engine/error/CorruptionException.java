package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** Bytes of a file are not what was written: names the file, the place and what was expected. */
public final class CorruptionException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public CorruptionException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public CorruptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
