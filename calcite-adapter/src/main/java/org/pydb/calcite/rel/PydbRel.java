package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.PhysicalNode;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * A step of a physical plan. Each has an operator that runs it.
 *
 * <p>The planner goes from the top down. It asks a step for an order of its rows ({@link
 * #passThroughTraits}: then what order must the inputs have?) and tells it which orders its inputs
 * offer ({@link #deriveTraits}: then what order do the step's own rows have?). A step that keeps no
 * order answers both with null, and the planner sorts.
 */
public interface PydbRel extends PhysicalNode {

  @Override
  default @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
    return null;
  }

  @Override
  default @Nullable Pair<RelTraitSet, List<RelTraitSet>> deriveTraits(
      RelTraitSet childTraits, int childId) {
    return null;
  }

  @Override
  default DeriveMode getDeriveMode() {
    return DeriveMode.LEFT_FIRST;
  }
}
