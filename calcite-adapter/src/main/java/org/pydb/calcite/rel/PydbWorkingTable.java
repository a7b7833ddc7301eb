package org.pydb.calcite.rel;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** The rows of the round before, read where the recursion keeps them. */
public final class PydbWorkingTable extends WorkingTable implements PydbRel {

  /** The way to read a working table. */
  public PydbWorkingTable(RelTraitSet traits, LogicalWorkingTable of) {
    super(of.getCluster(), traits, of.recursion(), of.expected());
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(mq.getRowCount(this) * 0.5);
  }
}
