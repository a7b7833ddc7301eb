package org.pydb.calcite.rel;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Kept rows, read where the execution keeps them. */
public final class PydbKeptRows extends KeptRows implements PydbRel {

  /** The way to read kept rows. */
  public PydbKeptRows(RelTraitSet traits, LogicalKeptRows of) {
    super(of.getCluster(), traits, of.rows());
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(mq.getRowCount(this) * 0.5);
  }
}
