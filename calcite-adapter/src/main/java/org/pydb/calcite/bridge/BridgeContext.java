package org.pydb.calcite.bridge;

import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;

/**
 * What generated code calls back while it runs: inputs, expressions and aggregates of ours, by
 * their numbers in the {@link BridgePlan}. One execution at a time; not thread-safe. Public for
 * generated code.
 */
public final class BridgeContext implements DataContext {
  private final BridgePlan plan;
  private final BridgeInput[] inputs;
  private final BridgeScalar[] expressions;
  private final BridgeLimit[] limits;
  private @Nullable ExecutionContext context;

  BridgeContext(BridgePlan plan) {
    this.plan = plan;
    inputs = plan.inputs().stream().map(BridgeInput::new).toArray(BridgeInput[]::new);
    expressions = plan.expressions().stream().map(BridgeScalar::new).toArray(BridgeScalar[]::new);
    limits = plan.limits().stream().map(BridgeLimit::new).toArray(BridgeLimit[]::new);
  }

  void open(ExecutionContext newContext) {
    context = newContext;
    for (BridgeScalar expression : expressions) {
      expression.open(newContext);
    }
    for (BridgeInput input : inputs) {
      input.open(newContext);
    }
  }

  void close() {
    try {
      for (BridgeInput input : inputs) {
        input.close();
      }
    } finally {
      for (BridgeScalar expression : expressions) {
        expression.close();
      }
      context = null;
    }
  }

  private ExecutionContext context() {
    ExecutionContext now = context;
    if (now == null) {
      throw new IllegalStateException("the bridge is not open");
    }
    return now;
  }

  // ------------------------------------------------------------------ for generated code

  /** The value of an expression for a row. */
  public @Nullable Object evaluate(int expression, @Nullable Object[] values) {
    context().checkCanceled();
    return expressions[expression].evaluate(values);
  }

  /** An aggregate without rows. */
  public BridgeAccumulator accumulator(int aggregate) {
    return new BridgeAccumulator(plan.aggregates().get(aggregate), context());
  }

  /** The rows of an input. */
  public Enumerable<@Nullable Object> input(int input) {
    return inputs[input];
  }

  /** The rows of an input for rows outside, whose used values are the only row that is given. */
  public Enumerable<@Nullable Object> innerInput(int input, Enumerable<@Nullable Object> outer) {
    try (Enumerator<@Nullable Object> rows = outer.enumerator()) {
      boolean isThere = rows.moveNext();
      assert isThere;
      return inputs[input].forOuterRow(rows.current()); // Which may be NULL, if it has one column.
    }
  }

  /** Some rows of those given. */
  public Enumerable<@Nullable Object> limit(int limit, Enumerable<@Nullable Object> rows) {
    return limits[limit].apply(rows, context());
  }

  /** The tile of a row among so many rows in so many tiles. */
  public static long tile(int tiles, int row, int rowCount) {
    return FrameFunction.tile(tiles, row, rowCount);
  }

  @Override
  public @Nullable Object get(String name) {
    return plan.constants().get(name);
  }

  @Override
  public @Nullable SchemaPlus getRootSchema() {
    return null;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    throw new UnsupportedOperationException("generated code has no business with types");
  }

  @Override
  public QueryProvider getQueryProvider() {
    throw new UnsupportedOperationException("generated code has no business with queries");
  }
}
