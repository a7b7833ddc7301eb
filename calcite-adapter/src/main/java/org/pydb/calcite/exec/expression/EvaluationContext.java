package org.pydb.calcite.exec.expression;

import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Vector;

/** What expressions need to know about the execution that they are part of. */
public interface EvaluationContext {

  /** The values bound to the statement's parameters. */
  ParameterValues parameters();

  /** When the statement began: microseconds since 1970-01-01 00:00:00 UTC. */
  long statementMicros();

  /** The session's time zone. */
  SessionZone zone();

  /**
   * The session.
   *
   * @throws IllegalStateException if there is none
   */
  default SessionAccess session() {
    throw new IllegalStateException("no session");
  }

  /**
   * Called now and then by what may take long for one row.
   *
   * @throws org.pydb.calcite.api.SqlError 57014 if nobody wants the result any more
   */
  default void checkCanceled() {}

  /**
   * The value of a literal of the statement that the plan does not know, as vectors give it.
   *
   * @param number which literal of the text, from 0
   * @throws IllegalStateException if no plan may leave it open
   */
  default Object literal(int number) {
    throw new IllegalStateException("no literal " + number);
  }

  /**
   * A column of the outer row for which an inner query runs, at position 0 of a vector.
   *
   * @param query which outer query: the number of its correlation
   * @throws IllegalStateException if no row of that query is there
   */
  default Vector outer(int query, int column) {
    throw new IllegalStateException("no row of the outer query " + query);
  }
}
