package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Joins each left row with the rows that the right input gives for it: it is run anew for each. */
public final class PydbCorrelate extends Correlate implements PydbRel {

  /** To begin a run costs about as much as looking at so many rows. */
  private static final double OPEN = 10;

  private final double expected;
  private final double runs;

  /**
   * A join whose right input refers to the left row.
   *
   * @param expected how many rows it gives, about; NaN for what its inputs say
   * @param runs how often the right input is run, since left rows that agree share a run; NaN for
   *     once a left row
   */
  public PydbCorrelate(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      CorrelationId correlationId,
      ImmutableBitSet requiredColumns,
      JoinRelType joinType,
      double expected,
      double runs) {
    super(cluster, traits, List.of(), left, right, correlationId, requiredColumns, joinType);
    this.expected = expected;
    this.runs = runs;
  }

  @Override
  public Correlate copy(
      RelTraitSet traitSet,
      RelNode newLeft,
      RelNode newRight,
      CorrelationId newCorrelationId,
      ImmutableBitSet newRequiredColumns,
      JoinRelType newJoinType) {
    return new PydbCorrelate(
        getCluster(),
        traitSet,
        newLeft,
        newRight,
        newCorrelationId,
        newRequiredColumns,
        newJoinType,
        expected,
        runs);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    if (Double.isNaN(expected)) {
      return super.estimateRowCount(mq);
    }
    // A run may know of values that the join does not.
    return joinType.projectsRight() ? Math.max(expected, super.estimateRowCount(mq)) : expected;
  }

  /** Of the right input's cost, which the planner adds once, what the other runs add. */
  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double leftRows = Math.max(1, mq.getRowCount(left));
    double begun = Double.isNaN(runs) ? leftRows : Math.max(1, Math.min(runs, leftRows));
    RelOptCost run = planner.getCost(right, mq);
    return run == null
        ? null
        : run.multiplyBy(begun - 1).plus(new PydbCost(leftRows * OPEN + mq.getRowCount(this)));
  }
}
