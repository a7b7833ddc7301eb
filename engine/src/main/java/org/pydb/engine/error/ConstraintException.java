package org.pydb.engine.error;

/** A row would break a constraint that the engine keeps. The statement had no effect. */
public final class ConstraintException extends EngineException {
  private static final long serialVersionUID = 1;

  /** What was broken. */
  public enum Kind {
    /** A column that must not be NULL. */
    NOT_NULL,
    /** A primary key or unique index. */
    UNIQUE,
    /** A reference to a row that is not there, or to a row that would go. */
    FOREIGN_KEY
  }

  private final Kind kind;
  private final String constraint;
  private final String table;

  /**
   * A violation.
   *
   * @param constraint the constraint's name, or the column's for {@code NOT_NULL}
   * @param table the table's name
   */
  public ConstraintException(Kind kind, String constraint, String table, String message) {
    super(message);
    this.kind = kind;
    this.constraint = constraint;
    this.table = table;
  }

  /** What was broken. */
  public Kind kind() {
    return kind;
  }

  /** The name of the constraint, or of the column for {@code NOT_NULL}. */
  public String constraint() {
    return constraint;
  }

  /** The name of the table. */
  public String table() {
    return table;
  }
}
