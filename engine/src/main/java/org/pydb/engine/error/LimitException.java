package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** A limit that is written down was exceeded: key size, tree depth and the like. */
public final class LimitException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public LimitException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public LimitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
