package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Groups rows by a hash table and computes aggregates for each group. */
public final class PydbHashAggregate extends Aggregate implements PydbRel {
  private static final double GROUP = 2;

  /** An aggregate. */
  public PydbHashAggregate(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      @Nullable List<ImmutableBitSet> groupSets,
      List<AggregateCall> aggCalls) {
    super(cluster, traits, List.of(), input, groupSet, groupSets, aggCalls);
  }

  @Override
  public Aggregate copy(
      RelTraitSet traitSet,
      RelNode newInput,
      ImmutableBitSet newGroupSet,
      @Nullable List<ImmutableBitSet> newGroupSets,
      List<AggregateCall> newAggCalls) {
    return new PydbHashAggregate(
        getCluster(), traitSet, newInput, newGroupSet, newGroupSets, newAggCalls);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double perRow = (groupSet.isEmpty() ? 0.2 : 1.5) + 0.3 * aggCalls.size();
    return new PydbCost(mq.getRowCount(getInput()) * perRow + mq.getRowCount(this) * GROUP);
  }
}
