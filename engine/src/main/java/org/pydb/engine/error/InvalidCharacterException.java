package org.pydb.engine.error;

import org.jspecify.annotations.Nullable;

/** A text holds the NUL character, which ends a text in a key and so cannot stand within one. */
public final class InvalidCharacterException extends EngineException {
  private static final long serialVersionUID = 1;

  /** An error that says what happened, where, and what was expected. */
  public InvalidCharacterException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public InvalidCharacterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
