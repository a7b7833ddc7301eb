package org.pydb.calcite.exec.expression;

import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.value.SessionZone;

/** An execution in Berlin at 2024-02-29 12:34:56.789 UTC. */
record TestContext(ParameterValues parameters) implements EvaluationContext {

  static final long NOW = 1_709_210_096_789_000L;

  TestContext() {
    this(ParameterValues.NONE);
  }

  @Override
  public long statementMicros() {
    return NOW;
  }

  @Override
  public SessionZone zone() {
    return SessionZone.named("Europe/Berlin");
  }
}
