package org.pydb.jdbc.function;

import org.pydb.calcite.api.JavaFunction;

/**
 * A function written in Java that SQL can call once it is registered. Immutable; several threads
 * call it at once, so what it computes with must be thread-safe.
 */
public abstract sealed class SqlFunction permits ScalarFunction, AggregateFunction {
  private final JavaFunction definition;

  SqlFunction(JavaFunction definition) {
    this.definition = definition;
  }

  /** How SQL calls it. */
  public final String name() {
    return definition.name();
  }

  /** What the database is given. */
  public final JavaFunction definition() {
    return definition;
  }

  @Override
  public final String toString() {
    return definition.signature();
  }
}
