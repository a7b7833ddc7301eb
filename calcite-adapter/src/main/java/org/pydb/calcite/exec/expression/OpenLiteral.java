package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A literal of the statement whose value the plan leaves open, so that it serves all statements
 * that differ in nothing else. Never NULL.
 */
final class OpenLiteral extends Expression {
  private final int number;

  OpenLiteral(int number, ColumnType type) {
    super(type, List.of());
    this.number = number;
  }

  /** Which literal of the text it is, from 0. */
  int number() {
    return number;
  }

  @Override
  public Evaluator evaluator() {
    return new OpenLiteralEvaluator(number, type());
  }

  @Override
  protected String name() {
    return "literal" + number;
  }

  private static final class OpenLiteralEvaluator extends ConstantEvaluator {
    private final int number;
    private @Nullable Object value;

    OpenLiteralEvaluator(int number, ColumnType type) {
      super(type);
      this.number = number;
    }

    @Override
    public void open(EvaluationContext context) {
      Object now = context.literal(number);
      if (now != value) {
        value = now;
        forget();
      }
    }

    @Override
    protected void write(Vector vector) {
      vector.setObject(0, value);
    }
  }
}
