package org.pydb.calcite.rule;

import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.pydb.calcite.convert.PlainBuilder;
import org.pydb.calcite.convert.TreeFeatures;

/** Makes steps of the window functions in projections. */
public final class Windows {

  private static final HepProgram PROGRAM =
      HepProgram.builder()
          .addRuleInstance(
              CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW
                  .config
                  .withRelBuilderFactory(PlainBuilder.FACTORY)
                  .toRule())
          .build();

  private Windows() {}

  /** The tree without window functions in expressions. */
  public static RelNode run(RelNode root) {
    if (!TreeFeatures.of(root).hasWindow()) {
      return root;
    }
    HepPlanner planner = new HepPlanner(PROGRAM, root.getCluster().getPlanner().getContext());
    planner.setRoot(root);
    return planner.findBestExp();
  }
}
