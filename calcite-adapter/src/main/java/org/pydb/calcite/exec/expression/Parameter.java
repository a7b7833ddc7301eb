package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.engine.schema.ColumnType;

/** A parameter of the statement, converted to the type that its place asks for. */
final class Parameter extends Expression {
  private final int index;

  Parameter(int index, ColumnType type) {
    super(type, List.of());
    this.index = index;
  }

  @Override
  public Evaluator evaluator() {
    throw new UnsupportedOperationException("parameters are not there yet");
  }

  @Override
  protected String name() {
    return "?" + index;
  }
}
