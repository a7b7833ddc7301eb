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

/** Joins two inputs by any condition: each pair of rows is looked at. The right input is kept. */
public final class PydbNestedLoopJoin extends Join implements PydbRel {
  private static final double PAIR = 0.4;

  /** A join by any condition. */
  public PydbNestedLoopJoin(
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
    return new PydbNestedLoopJoin(
        getCluster(), traitSet, newLeft, newRight, newCondition, newJoinType);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double leftCount = mq.getRowCount(left);
    double rightCount = mq.getRowCount(right);
    return new PydbCost(rightCount + leftCount * (1 + rightCount * PAIR));
  }
}
