package org.pydb.calcite.bridge;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.store.MemoryAccount;

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
  private final Map<Integer, Recursion> recursions = new HashMap<>();
  private @Nullable ExecutionContext context;
  private @Nullable MemoryAccount memory;

  BridgeContext(BridgePlan plan) {
    this.plan = plan;
    inputs = plan.inputs().stream().map(BridgeInput::new).toArray(BridgeInput[]::new);
    expressions = plan.expressions().stream().map(BridgeScalar::new).toArray(BridgeScalar[]::new);
    limits = plan.limits().stream().map(BridgeLimit::new).toArray(BridgeLimit[]::new);
  }

  void open(ExecutionContext newContext) {
    context = newContext;
    memory = new MemoryAccount(newContext.memory(), "Bridge");
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
      recursions.clear();
      MemoryAccount account = memory;
      if (account != null) {
        account.close();
      }
      memory = null;
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

  /** The elements of the arrays in each row; if {@code counted} is 1, with their numbers. */
  public Enumerable<@Nullable Object> elements(int counted, Enumerable<@Nullable Object> arrays) {
    return Elements.of(arrays, counted == 1);
  }

  /** The rows of a recursion that keeps duplicates. */
  public Enumerable<@Nullable Object> recursionAll(
      int recursion, Enumerable<@Nullable Object> seed, Enumerable<@Nullable Object> step) {
    return recursion(recursion).rows(seed, step, true, context(), memory());
  }

  /** The rows of a recursion that drops duplicates. */
  public Enumerable<@Nullable Object> recursionDistinct(
      int recursion, Enumerable<@Nullable Object> seed, Enumerable<@Nullable Object> step) {
    return recursion(recursion).rows(seed, step, false, context(), memory());
  }

  /** The tile of a row among so many rows in so many tiles. */
  public static long tile(int tiles, int row, int rowCount) {
    return FrameFunction.tile(tiles, row, rowCount);
  }

  /** The rows of the last round of a recursion. */
  public Enumerable<@Nullable Object> lastRound(int recursion) {
    return recursion(recursion).lastRound();
  }

  private Recursion recursion(int number) {
    return recursions.computeIfAbsent(number, n -> new Recursion());
  }

  private MemoryAccount memory() {
    MemoryAccount account = memory;
    if (account == null) {
      throw new IllegalStateException("the bridge is not open");
    }
    return account;
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
