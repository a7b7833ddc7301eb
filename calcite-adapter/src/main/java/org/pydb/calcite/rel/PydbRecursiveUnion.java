package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** A recursion that runs its right input anew for each round. */
public final class PydbRecursiveUnion extends RecursiveUnion implements PydbRel {
  private static final double ROW = 2;

  /** A recursion that begins with the rows of a seed and goes on with those of a step. */
  public PydbRecursiveUnion(RelTraitSet traits, RelNode seed, RelNode step, Recursion recursion) {
    super(seed.getCluster(), traits, seed, step, recursion);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbRecursiveUnion(traitSet, inputs.get(0), inputs.get(1), recursion());
  }

  /** Of the right input's cost, which the planner adds once, what the other rounds add. */
  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    RelOptCost round = planner.getCost(right, mq);
    return round == null
        ? null
        : round.multiplyBy(ROUNDS - 1).plus(new PydbCost(mq.getRowCount(this) * ROW));
  }
}
