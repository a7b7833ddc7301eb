package org.pydb.engine.error;

/**
 * A row that a READ COMMITTED statement is about to lock was changed after the statement's
 * snapshot. The statement rolls back to its start, keeps its locks, takes a new snapshot and runs
 * again.
 */
public final class StatementRestartException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public StatementRestartException(String message) {
    super(message);
  }
}
