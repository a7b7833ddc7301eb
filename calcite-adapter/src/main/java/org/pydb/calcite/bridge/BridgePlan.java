package org.pydb.calcite.bridge;

import java.util.List;
import java.util.Map;
import org.apache.calcite.runtime.Bindable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.engine.schema.ColumnType;

/**
 * Steps compiled to a class of Calcite's making, and what its code calls back, by number.
 * Immutable; thread-safe: the code keeps its state in the call that runs it.
 *
 * @param description one line for plans
 * @param types of the columns of the rows that the code gives
 * @param code the generated code
 * @param constants what the code looks up by name
 * @param inputs of our own operators
 * @param expressions that the code has evaluated
 * @param aggregates that the code has computed
 * @param limits of numbers of rows
 */
record BridgePlan(
    String description,
    List<ColumnType> types,
    Bindable<?> code,
    Map<String, Object> constants,
    List<Input> inputs,
    List<Scalar> expressions,
    List<Aggregate> aggregates,
    List<Limit> limits) {

  /** Takes copies of the lists. */
  BridgePlan {
    types = List.copyOf(types);
    constants = Map.copyOf(constants);
    inputs = List.copyOf(inputs);
    expressions = List.copyOf(expressions);
    aggregates = List.copyOf(aggregates);
    limits = List.copyOf(limits);
  }

  /**
   * A plan of ours that generated code reads.
   *
   * @param outerRows the rows of generated code for each of which it runs anew
   */
  record Input(PlanNode plan, List<OuterRow> outerRows) {}

  /**
   * A row of generated code that plans of ours may refer to.
   *
   * @param query the number of its correlation
   * @param types of its columns
   * @param used which of them are handed over
   */
  record OuterRow(int query, List<ColumnType> types, List<Integer> used) {}

  /**
   * An expression of ours that generated code has evaluated for a row.
   *
   * @param expression over columns of the types {@code arguments}
   * @param arguments the types of what the code hands over
   */
  record Scalar(Expression expression, List<ColumnType> arguments) {}

  /**
   * An aggregate of ours that generated code feeds.
   *
   * @param argument the type of the argument, null if it takes none
   * @param distinct whether equal arguments count once
   * @param filtered whether a truth value comes last that says whether the row counts
   */
  record Aggregate(
      AggregateFunction function,
      @Nullable ColumnType argument,
      ColumnType result,
      boolean distinct,
      boolean filtered) {}

  /** A number of rows to skip and one to give, INT64 without columns; null for none and all. */
  record Limit(@Nullable Expression offset, @Nullable Expression fetch) {}
}
