package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.stream.Collectors;
import org.pydb.engine.schema.ColumnType;

/**
 * A typed tree that computes one value from the columns of a row. Immutable; shared between
 * executions and threads.
 *
 * <p>An expression only describes; an {@link Evaluator} computes. {@link Expressions} makes the
 * expressions of this library; whoever needs another one extends this class.
 */
public abstract class Expression {
  private final ColumnType type;
  private final List<Expression> operands;

  /** An expression of this type over these operands. */
  protected Expression(ColumnType type, List<Expression> operands) {
    this.type = type;
    this.operands = List.copyOf(operands);
  }

  /** The type of the value. */
  public final ColumnType type() {
    return type;
  }

  /** What the value is computed from. */
  public final List<Expression> operands() {
    return operands;
  }

  /** A new evaluator, with memory of its own for one execution at a time. */
  public abstract Evaluator evaluator();

  /** How the expression is shown in plans, without its operands. */
  protected abstract String name();

  /** Evaluators for all operands, in order. */
  protected final Evaluator[] operandEvaluators() {
    return evaluators(operands);
  }

  /** Evaluators for all of these expressions, in order. */
  public static Evaluator[] evaluators(List<Expression> expressions) {
    return expressions.stream().map(Expression::evaluator).toArray(Evaluator[]::new);
  }

  @Override
  public String toString() {
    return operands.isEmpty()
        ? name()
        : operands.stream()
            .map(Expression::toString)
            .collect(Collectors.joining(", ", name() + "(", ")"));
  }
}
