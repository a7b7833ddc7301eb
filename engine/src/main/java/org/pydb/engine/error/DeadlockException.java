package org.pydb.engine.error;

/**
 * Transactions wait for each other in a circle, and this one was chosen to give way. Roll back and
 * run it again.
 */
public final class DeadlockException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public DeadlockException(String message) {
    super(message);
  }
}
