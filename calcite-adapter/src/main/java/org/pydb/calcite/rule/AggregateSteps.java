package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rex.AggregateCalls;

/** Steps that group rows. */
final class AggregateSteps {

  private AggregateSteps() {}

  static List<RelNode> of(Aggregate aggregate) {
    RelDataType inputType = aggregate.getInput().getRowType();
    boolean isOurs =
        aggregate.getAggCallList().stream()
            .allMatch(call -> AggregateCalls.supports(call, inputType));
    return isOurs
        ? List.of(
            new PydbHashAggregate(
                aggregate.getCluster(),
                PhysicalRule.traits(aggregate),
                PhysicalRule.physical(aggregate.getInput()),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                aggregate.getAggCallList()))
        : List.of();
  }
}
