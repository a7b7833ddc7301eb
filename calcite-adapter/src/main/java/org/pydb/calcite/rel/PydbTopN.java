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

/** The first rows of its input in some order, which the input need not have. */
public final class PydbTopN extends Sort implements PydbRel {

  /** The first {@code fetch} rows after {@code offset} rows. */
  public PydbTopN(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      RelCollation collation,
      @Nullable RexNode offset,
      RexNode fetch) {
    super(cluster, traits, input, collation, offset, fetch);
  }

  @Override
  public Sort copy(
      RelTraitSet traitSet,
      RelNode newInput,
      RelCollation newCollation,
      @Nullable RexNode newOffset,
      @Nullable RexNode newFetch) {
    assert newFetch != null;
    return new PydbTopN(getCluster(), traitSet, newInput, newCollation, newOffset, newFetch);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return RowLimit.rowCount(mq.getRowCount(getInput()), offset, fetch);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rowCount = mq.getRowCount(getInput());
    double kept = Math.min(rowCount, RowLimit.keptCount(offset, fetch));
    return new PydbCost(rowCount * 0.6 + PydbSort.work(kept, collation));
  }
}
