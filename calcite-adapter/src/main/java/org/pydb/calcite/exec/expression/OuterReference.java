package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A column of the row of an outer query for which an inner one runs: the same for all rows that the
 * inner query sees until it is opened again, for the next outer row.
 */
final class OuterReference extends Expression {
  private final int query;
  private final int column;

  OuterReference(int query, int column, ColumnType type) {
    super(type, List.of());
    this.query = query;
    this.column = column;
  }

  @Override
  public Evaluator evaluator() {
    return new OuterEvaluator(this);
  }

  @Override
  protected String name() {
    return "outer" + query + "." + column;
  }

  private static final class OuterEvaluator extends ConstantEvaluator {
    private final OuterReference reference;
    private @Nullable Vector value;

    OuterEvaluator(OuterReference reference) {
      super(reference.type());
      this.reference = reference;
    }

    @Override
    public void open(EvaluationContext context) {
      value = context.outer(reference.query, reference.column);
      forget();
    }

    @Override
    protected void write(Vector vector) {
      Vector now = value;
      if (now == null) {
        throw new IllegalStateException("the evaluator is not open");
      }
      vector.repeat(now, 0, 0, 1);
    }

    @Override
    public void close() {
      value = null;
    }
  }
}
