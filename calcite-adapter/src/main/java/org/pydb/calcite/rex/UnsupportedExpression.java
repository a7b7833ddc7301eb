package org.pydb.calcite.rex;

/**
 * Our expressions cannot compute something. The planner then looks for another way; if there is
 * none, the message goes to the user.
 */
public final class UnsupportedExpression extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What cannot be computed. */
  public UnsupportedExpression(String what) {
    super(what, null, false, false);
  }
}
