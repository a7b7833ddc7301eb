package org.pydb.calcite.option;

import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;

/** Calcite's planner that rewrites trees by rules until none of them applies; can be cancelled. */
public final class RewritingPlanner extends HepPlanner {
  private final PlanCancellation cancellation;

  /** Begins to rewrite a tree, in the context of its cluster. */
  public RewritingPlanner(HepProgram program, RelNode root) {
    super(program, root.getCluster().getPlanner().getContext());
    cancellation = PlanCancellation.of(getContext());
    setRoot(root);
  }

  @Override
  public void checkCancel() {
    cancellation.check();
  }
}
