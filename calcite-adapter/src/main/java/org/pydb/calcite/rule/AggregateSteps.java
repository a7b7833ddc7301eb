package org.pydb.calcite.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbStreamAggregate;
import org.pydb.calcite.rex.AggregateCalls;

/** Steps that group rows. */
final class AggregateSteps {

  private AggregateSteps() {}

  static List<RelNode> of(Aggregate aggregate) {
    RelDataType inputType = aggregate.getInput().getRowType();
    boolean isOurs =
        aggregate.getAggCallList().stream()
            .allMatch(call -> AggregateCalls.supports(call, inputType));
    if (!isOurs) {
      return List.of();
    }
    RelNode hashed =
        new PydbHashAggregate(
            aggregate.getCluster(),
            PhysicalRule.traits(aggregate),
            PhysicalRule.physical(aggregate.getInput()),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            aggregate.getAggCallList());
    RelNode streamed =
        streamed(
            aggregate,
            (input, order) ->
                PhysicalRule.physical(input, PhysicalRule.traits(input).replace(order)));
    return streamed == null ? List.of(hashed) : List.of(hashed, streamed);
  }

  /**
   * The groups of rows that come group by group; null if they cannot.
   *
   * @param ordered makes of rows physical ones that have an order; null if it cannot
   */
  static @Nullable RelNode streamed(
      Aggregate aggregate, BiFunction<RelNode, RelCollation, @Nullable RelNode> ordered) {
    boolean isPossible =
        aggregate.getGroupType() == Aggregate.Group.SIMPLE
            && aggregate.getGroupCount() > 0
            && aggregate.getAggCallList().stream().noneMatch(AggregateCall::isDistinct)
            && PlanRules.of(aggregate.getCluster()).isOn(PlanRule.STREAMING_AGGREGATES);
    RelCollation order = isPossible ? order(aggregate) : null;
    RelNode input = order == null ? null : ordered.apply(aggregate.getInput(), order);
    return order == null || input == null
        ? null
        : PydbStreamAggregate.create(aggregate, input, order);
  }

  /** An order in which rows come group by group and need not be sorted for; null for none. */
  private static @Nullable RelCollation order(Aggregate aggregate) {
    Set<Integer> keys = new HashSet<>(aggregate.getGroupSet().asList());
    for (RelCollation order : MergeOrders.orders(aggregate.getInput())) {
      if (order.getFieldCollations().size() >= keys.size()) {
        RelCollation leading = RelCollations.of(order.getFieldCollations().subList(0, keys.size()));
        if (keys.equals(new HashSet<>(RelCollations.ordinals(leading)))) {
          return leading;
        }
      }
    }
    return null;
  }
}
