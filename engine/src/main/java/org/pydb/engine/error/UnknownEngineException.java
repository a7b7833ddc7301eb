package org.pydb.engine.error;

/** Tables are kept by an engine that is not known here: whoever opens the database must name it. */
public final class UnknownEngineException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says which engine, and how it is made known. */
  public UnknownEngineException(String message) {
    super(message, null);
  }
}
