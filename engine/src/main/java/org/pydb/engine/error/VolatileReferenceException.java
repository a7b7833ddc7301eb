package org.pydb.engine.error;

/** A foreign key of a table that outlives the process refers to one that does not. */
public final class VolatileReferenceException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says which key and which tables. */
  public VolatileReferenceException(String message) {
    super(message, null);
  }
}
