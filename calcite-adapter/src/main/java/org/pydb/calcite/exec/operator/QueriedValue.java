package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The value that a query of one row and one column gives. It runs whenever the value is asked for,
 * so this is for what is computed once, such as the number of LIMIT.
 */
public final class QueriedValue extends Expression {
  private final PlanNode plan;

  /** The value of a query. */
  public QueriedValue(PlanNode plan) {
    super(plan.types().get(0), List.of());
    this.plan = plan;
  }

  @Override
  public Evaluator evaluator() {
    return new QueryEvaluator(plan.operator(), Vector.of(type()));
  }

  @Override
  protected String name() {
    return "query";
  }

  private static final class QueryEvaluator extends Evaluator {
    private final Operator query;
    private final Vector value;
    private @Nullable ExecutionContext context;

    QueryEvaluator(Operator query, Vector value) {
      this.query = query;
      this.value = value;
    }

    @Override
    public void open(EvaluationContext newContext) {
      context = (ExecutionContext) newContext;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      ExecutionContext now = context;
      if (now == null) {
        throw new IllegalStateException("the evaluator is not open");
      }
      value.reset(batch.size());
      try (Operator running = query) {
        running.open(now);
        Batch row = running.next();
        if (row == null) {
          throw new IllegalStateException("a query that gives a value has no row");
        }
        value.repeat(row.column(0), row.rows()[0], 0, batch.size());
      }
      return value;
    }

    @Override
    public void close() {
      context = null;
    }
  }
}
