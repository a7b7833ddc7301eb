package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.pydb.calcite.rel.PydbWindow;
import org.pydb.calcite.rex.WindowCalls;

/** The step for window functions: over rows that come in the order of the windows. */
final class WindowSteps {

  private WindowSteps() {}

  static List<RelNode> of(Window window) {
    if (!WindowCalls.supports(window)) {
      return List.of();
    }
    RelTraitSet traits =
        PhysicalRule.traits(window).replace(PydbWindow.order(window.groups.get(0)));
    return List.of(
        new PydbWindow(
            window.getCluster(),
            traits,
            PhysicalRule.physical(window.getInput(), traits),
            window.getRowType(),
            window.groups));
  }
}
