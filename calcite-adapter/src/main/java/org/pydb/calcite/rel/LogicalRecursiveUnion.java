package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** A recursion of which nothing is decided yet but its rows. */
public final class LogicalRecursiveUnion extends RecursiveUnion {

  /** A recursion that begins with the rows of a seed and goes on with those of a step. */
  public LogicalRecursiveUnion(RelNode seed, RelNode step, Recursion recursion) {
    super(seed.getCluster(), seed.getCluster().traitSetOf(Convention.NONE), seed, step, recursion);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new LogicalRecursiveUnion(inputs.get(0), inputs.get(1), recursion());
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeInfiniteCost();
  }
}
