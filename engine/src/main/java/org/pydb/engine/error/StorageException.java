package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/**
 * The operating system failed a read, a write or a sync. What was committed stays; try again once
 * the medium works.
 */
public class StorageException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public StorageException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
