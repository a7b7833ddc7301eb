package org.pydb.calcite.rel;

import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/**
 * Joins two inputs by keys that are equal: a hash table of the right input is looked up for each
 * row of the left one. Conditions other than on keys are checked for each pair that is found.
 */
public final class PydbHashJoin extends Join implements PydbRel {
  private static final double BUILD = 3;
  private static final double PROBE = 1.5;
  private static final double OUTPUT = 0.3;

  /** A join, at least one part of whose condition says that two columns are equal. */
  public PydbHashJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      JoinRelType joinType) {
    super(cluster, traits, java.util.List.of(), left, right, condition, Set.of(), joinType);
  }

  @Override
  public Join copy(
      RelTraitSet traitSet,
      RexNode newCondition,
      RelNode newLeft,
      RelNode newRight,
      JoinRelType newJoinType,
      boolean semiJoinDone) {
    return new PydbHashJoin(getCluster(), traitSet, newLeft, newRight, newCondition, newJoinType);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(
        mq.getRowCount(right) * BUILD
            + mq.getRowCount(left) * PROBE
            + mq.getRowCount(this) * OUTPUT);
  }
}
