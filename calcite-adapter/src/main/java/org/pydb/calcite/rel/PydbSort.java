package org.pydb.calcite.rel;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The rows of its input, sorted. Stands where an order is required that the input cannot give. */
public final class PydbSort extends Sort implements PydbRel {

  private PydbSort(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, RelCollation collation) {
    super(cluster, traits, input, collation);
  }

  /** A sort of rows in our convention. */
  public static PydbSort create(RelNode input, RelCollation collation) {
    RelOptCluster cluster = input.getCluster();
    RelTraitSet traits = cluster.traitSetOf(PydbConvention.INSTANCE).replace(collation);
    return new PydbSort(cluster, traits, input, collation);
  }

  @Override
  public Sort copy(
      RelTraitSet traitSet,
      RelNode newInput,
      RelCollation newCollation,
      @Nullable RexNode newOffset,
      @Nullable RexNode newFetch) {
    assert newOffset == null && newFetch == null;
    return new PydbSort(getCluster(), traitSet, newInput, newCollation);
  }

  @Override
  public boolean isEnforcer() {
    return true;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(work(mq.getRowCount(getInput()), collation));
  }

  /** What it costs to sort so many rows. */
  static double work(double rowCount, RelCollation collation) {
    double keyWork = 0.3 * Math.max(1, collation.getFieldCollations().size());
    return rowCount * (2 + keyWork * Math.log(Math.max(2, rowCount)));
  }
}
