package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** There is no room left on the medium. The statement or commit had no effect; free some room. */
public final class DiskFullException extends StorageException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public DiskFullException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
