package org.pydb.calcite.exec.expression;

import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.value.SessionZone;

/** What expressions need to know about the execution that they are part of. */
public interface EvaluationContext {

  /** The values bound to the statement's parameters. */
  ParameterValues parameters();

  /** When the statement began: microseconds since 1970-01-01 00:00:00 UTC. */
  long statementMicros();

  /** The session's time zone. */
  SessionZone zone();
}
