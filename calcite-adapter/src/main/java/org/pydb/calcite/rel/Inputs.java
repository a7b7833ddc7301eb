package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;

/** Changes the inputs of steps. */
public final class Inputs {

  private Inputs() {}

  /** A step over other inputs; the step itself if they are all the same as before. */
  public static RelNode changed(RelNode node, UnaryOperator<RelNode> change) {
    List<RelNode> inputs = new ArrayList<>();
    boolean isChanged = false;
    for (RelNode input : node.getInputs()) {
      RelNode changed = change.apply(input);
      isChanged |= changed != input;
      inputs.add(changed);
    }
    return isChanged ? node.copy(node.getTraitSet(), inputs) : node;
  }
}
