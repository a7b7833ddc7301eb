package org.pydb.calcite.rule;

import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.pydb.calcite.convert.PlainBuilder;
import org.pydb.calcite.convert.TreeFeatures;

/** Makes steps of the window functions in projections. */
public final class Windows {

  /** Loaded when a statement first has a window: with it come a thousand classes of Calcite. */
  private static final class Programs {
    static final HepProgram WINDOWS =
        HepProgram.builder()
            .addRuleInstance(
                CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW
                    .config
                    .withRelBuilderFactory(PlainBuilder.FACTORY)
                    .toRule())
            .build();

    private Programs() {}
  }

  private Windows() {}

  /** The tree without window functions in expressions. */
  public static RelNode run(RelNode root) {
    if (!TreeFeatures.of(root).hasWindow()) {
      return root;
    }
    HepPlanner planner =
        new HepPlanner(Programs.WINDOWS, root.getCluster().getPlanner().getContext());
    planner.setRoot(root);
    return planner.findBestExp();
  }
}
