package org.pydb.engine.error;

/** A sequence has come to its end. */
public final class SequenceLimitException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An exception with a message. */
  public SequenceLimitException(String message) {
    super(message);
  }
}
