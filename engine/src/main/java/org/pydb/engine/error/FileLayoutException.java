package org.pydb.engine.error;

/**
 * A file is not made of what was asked for: segmented, compressed and so on. It was left as it is.
 */
public final class FileLayoutException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says which file, what it is made of and what was asked for. */
  public FileLayoutException(String message) {
    super(message);
  }
}
