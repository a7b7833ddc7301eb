package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** The transaction has already been committed or rolled back. */
public final class TransactionClosedException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public TransactionClosedException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public TransactionClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
