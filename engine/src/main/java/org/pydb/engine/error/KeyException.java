package org.pydb.engine.error;

/** The key that was given, or not given, does not open the database. Nothing was changed. */
public final class KeyException extends EngineException {
  private static final long serialVersionUID = 1;

  /** What is the matter with it. */
  public enum Kind {
    /** It is not the one that the database was made with. */
    WRONG,
    /** There is none, and the database is encrypted. */
    MISSING,
    /** There is one, and the database is not encrypted. */
    UNWANTED
  }

  private final Kind kind;

  /** A complaint; its message must not hold the key. */
  public KeyException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What is the matter. */
  public Kind kind() {
    return kind;
  }
}
