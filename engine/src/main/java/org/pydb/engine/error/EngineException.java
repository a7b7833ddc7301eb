package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** The root of all that the engine throws on purpose. */
public class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public EngineException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
