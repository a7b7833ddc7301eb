package org.pydb.calcite.rel;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.RecursiveUnion.Recursion;

/** The rows of the round before, as a query names them. */
public final class LogicalWorkingTable extends WorkingTable {

  /** The rows of a recursion's round before, however many. */
  public LogicalWorkingTable(RelOptCluster cluster, Recursion recursion) {
    this(cluster, recursion, unknownRowCount());
  }

  private LogicalWorkingTable(RelOptCluster cluster, Recursion recursion, double expected) {
    super(cluster, cluster.traitSetOf(Convention.NONE), recursion, expected);
  }

  /** The same of a recursion that begins with so many rows. */
  public RelNode after(double seedCount) {
    return new LogicalWorkingTable(getCluster(), recursion(), seedCount * RecursiveUnion.ROUNDS);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeInfiniteCost();
  }
}
