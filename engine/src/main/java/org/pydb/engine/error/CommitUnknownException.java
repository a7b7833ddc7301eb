package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** A commit could not be confirmed: it is either there in whole or not at all after re-opening. */
public final class CommitUnknownException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public CommitUnknownException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public CommitUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
