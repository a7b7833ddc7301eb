package org.pydb.calcite.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/**
 * Joins two inputs by keys that are equal, both of which come in the order of the keys: they are
 * read side by side. Its rows have the order of the left keys. Conditions other than on keys are
 * checked for each pair.
 */
public final class PydbMergeJoin extends Join implements PydbRel {
  private static final double ROW = 0.7;
  private static final double OUTPUT = 0.3;

  private final List<Integer> leftKeys;
  private final List<Integer> rightKeys;

  private PydbMergeJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      JoinRelType joinType,
      List<Integer> leftKeys,
      List<Integer> rightKeys) {
    super(cluster, traits, List.of(), left, right, condition, Set.of(), joinType);
    this.leftKeys = leftKeys;
    this.rightKeys = rightKeys;
  }

  /**
   * A join.
   *
   * @param left has this order: ascending by keys that are all those of the condition
   * @param right has this order: by the keys that must equal those, in the same succession
   */
  public static PydbMergeJoin create(
      RelNode left,
      RelCollation leftOrder,
      RelNode right,
      RelCollation rightOrder,
      RexNode condition,
      JoinRelType joinType) {
    RelOptCluster cluster = left.getCluster();
    RelTraitSet traits = cluster.traitSetOf(PydbConvention.INSTANCE).replace(leftOrder);
    return new PydbMergeJoin(
        cluster,
        traits,
        left,
        right,
        condition,
        joinType,
        RelCollations.ordinals(leftOrder),
        RelCollations.ordinals(rightOrder));
  }

  /** The left columns by which is joined, the first counting most. */
  public List<Integer> leftKeys() {
    return leftKeys;
  }

  /** The right columns that must equal them. */
  public List<Integer> rightKeys() {
    return rightKeys;
  }

  @Override
  public Join copy(
      RelTraitSet traitSet,
      RexNode newCondition,
      RelNode newLeft,
      RelNode newRight,
      JoinRelType newJoinType,
      boolean semiJoinDone) {
    return new PydbMergeJoin(
        getCluster(), traitSet, newLeft, newRight, newCondition, newJoinType, leftKeys, rightKeys);
  }

  @Override
  public DeriveMode getDeriveMode() {
    return DeriveMode.PROHIBITED;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(
        (mq.getRowCount(left) + mq.getRowCount(right)) * ROW + mq.getRowCount(this) * OUTPUT);
  }
}
