package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlKind;

/** INTERSECT or EXCEPT of two inputs. The right one is kept, in a hash table. */
public final class PydbSetOperation extends SetOp implements PydbRel {
  private static final double BUILD = 3;
  private static final double PROBE = 1.5;

  /**
   * INTERSECT or EXCEPT.
   *
   * @param kind {@code INTERSECT} or {@code EXCEPT}
   * @param all whether duplicates count
   */
  public PydbSetOperation(
      RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, SqlKind kind, boolean all) {
    super(cluster, traits, inputs, kind, all);
  }

  @Override
  public SetOp copy(RelTraitSet traitSet, List<RelNode> newInputs, boolean keepsDuplicates) {
    return new PydbSetOperation(getCluster(), traitSet, newInputs, kind, keepsDuplicates);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    double left = mq.getRowCount(getInput(0));
    return kind == SqlKind.INTERSECT ? Math.min(left, mq.getRowCount(getInput(1))) : left;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(mq.getRowCount(getInput(0)) * PROBE + mq.getRowCount(getInput(1)) * BUILD);
  }
}
