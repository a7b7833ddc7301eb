package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.engine.schema.ColumnType;

/** An expression whose values serve as they are as values of another type. Costs nothing. */
final class Retyped extends Expression {
  private final Expression operand;

  private Retyped(Expression operand, ColumnType type) {
    super(type, List.of(operand));
    this.operand = operand;
  }

  /** The operand as an expression of this type. */
  static Expression of(Expression operand, ColumnType type) {
    if (operand.type().equals(type)) {
      return operand;
    }
    return operand instanceof Literal literal
        ? Literal.ofBoxed(type, literal.value())
        : new Retyped(operand, type);
  }

  @Override
  public Evaluator evaluator() {
    return operand.evaluator();
  }

  @Override
  protected String name() {
    return "";
  }

  @Override
  public String toString() {
    return operand.toString();
  }
}
