package org.pydb.calcite.rel;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Kept rows, as a query names them. */
public final class LogicalKeptRows extends KeptRows {

  /** Rows that the execution will keep. */
  public LogicalKeptRows(RelOptCluster cluster, Rows rows) {
    super(cluster, cluster.traitSetOf(Convention.NONE), rows);
  }

  /** The same for rows whose type is known only now. */
  public static LogicalKeptRows of(RelOptCluster cluster, Rows rows, RelDataType rowType) {
    return new LogicalKeptRows(
        cluster, new Rows(rows.number(), rows.name(), rowType, rows.expected()));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeInfiniteCost();
  }
}
