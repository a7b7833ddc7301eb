package org.pydb.engine.error;

/**
 * A table was to be changed in a transaction that still has to look whether its rows are right.
 * Commit first.
 */
public final class PendingChecksException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says which table. */
  public PendingChecksException(String message) {
    super(message);
  }
}
