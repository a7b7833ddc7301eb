package org.pydb.engine.error;

/** A statement was cancelled, timed out, or interrupted while it waited for a lock. */
public final class StatementCanceledException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public StatementCanceledException(String message) {
    super(message);
  }
}
