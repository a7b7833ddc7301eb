package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.pydb.calcite.rel.PydbHashAggregate;

/** Steps that group rows. */
final class AggregateSteps {

  private AggregateSteps() {}

  static List<RelNode> of(Aggregate aggregate) {
    boolean isOurs =
        aggregate.getGroupType() == Aggregate.Group.SIMPLE
            && aggregate.getAggCallList().stream().allMatch(AggregateSteps::isOurs);
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

  private static boolean isOurs(AggregateCall call) {
    boolean isPlain =
        !call.isApproximate()
            && call.distinctKeys == null
            && call.rexList.isEmpty()
            && call.getCollation().getFieldCollations().isEmpty();
    return isPlain
        && switch (call.getAggregation().getKind()) {
          case COUNT, SUM, SUM0, AVG, MIN, MAX, SINGLE_VALUE -> true;
          default -> false;
        };
  }
}
