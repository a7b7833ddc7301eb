package org.pydb.engine.schema;

/** How long a constraint may be broken. */
public enum Deferral {
  /** As long as the constraint says by its nature, whatever a transaction asks for. */
  NONE(0),
  /** Until the statement ends, unless the transaction says otherwise. */
  INITIALLY_IMMEDIATE(1),
  /** Until the transaction commits, unless it says otherwise. */
  INITIALLY_DEFERRED(2);

  private final int code;

  Deferral(int code) {
    this.code = code;
  }

  /** The number that stands for it in a file; it never changes. */
  public int code() {
    return code;
  }

  /**
   * The one with this code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Deferral ofCode(int code) {
    for (Deferral deferral : values()) {
      if (deferral.code == code) {
        return deferral;
      }
    }
    throw new IllegalArgumentException("no deferral has the code " + code);
  }
}
