package org.pydb.jdbc.fuzz;

/** How two answers to the same query compare. */
enum Outcome {
  /** The same rows. */
  SAME,
  /** Both fail, with errors of the same class. */
  SAME_ERROR,
  /** Too many rows, or too slow, to be compared. */
  TOO_LONG,
  /** One fails because of a value that the other one never computes: nobody promises an order. */
  ORDER_OF_EVALUATION,
  /** pydb, or the other one, says that it does not have this (0A000). */
  REFUSED,
  /** A difference that is known and explained. */
  KNOWN,
  /** A difference. */
  DIFFERENT;

  /** Compares pydb's answer with another one, before what is known is looked at. */
  static Outcome of(Answer own, Answer other, Query query, boolean isExact) {
    if (own.isTooLong() || other.isTooLong()) {
      return TOO_LONG;
    }
    if (!own.isError() && !other.isError()) {
      return own.hasRowsOf(other, query, isExact) ? SAME : DIFFERENT;
    }
    if (own.isError() && other.isError()) {
      boolean isSameClass =
          String.valueOf(own.state()).regionMatches(0, String.valueOf(other.state()), 0, 2);
      return isSameClass || !isExact ? SAME_ERROR : own.isOf("0A") ? REFUSED : DIFFERENT;
    }
    if (own.isOf("0A") || other.isOf("0A")) {
      return REFUSED;
    }
    boolean isOfValue = own.isOf("22") || other.isOf("22");
    // PostgreSQL computes constants while it plans, also those that no row asks for.
    boolean isUnasked = !query.isFlat() || (own.rows().isEmpty() && !own.isError());
    return isOfValue && isUnasked ? ORDER_OF_EVALUATION : DIFFERENT;
  }
}
