package org.pydb.engine.error;

/** A lock was not to be had within the time that its transaction would wait. */
public final class LockTimeoutException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public LockTimeoutException(String message) {
    super(message);
  }
}
