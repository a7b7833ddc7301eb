package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.pydb.calcite.rel.BridgedStep;
import org.pydb.calcite.rel.FunctionRows;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbSort;
import org.pydb.calcite.rel.PydbStreamAggregate;
import org.pydb.calcite.rel.RecursiveUnion;
import org.pydb.calcite.rel.TableAccess;
import org.pydb.calcite.rel.WorkingTable;

/** Steps that run on Calcite's operators: what we have no operator for, or everything. */
public final class BridgeSteps {

  private BridgeSteps() {}

  /** The only way for a step that we have no operator for. Whether there is one shows later. */
  static List<RelNode> of(RelNode step) {
    RelTraitSet anyOrder = PhysicalRule.traits(step);
    List<RelNode> inputs =
        step.getInputs().stream().map(input -> PhysicalRule.physical(input, anyOrder)).toList();
    return List.of(new BridgedStep(step, inputs));
  }

  /**
   * The physical plan with all its steps bridged, but for recursions, ties and what has no inputs.
   */
  public static RelNode force(RelNode plan) {
    if (plan instanceof TableAccess
        || plan instanceof Values
        || plan instanceof WorkingTable
        || plan instanceof KeptRows) {
      return plan;
    }
    List<RelNode> inputs = plan.getInputs().stream().map(BridgeSteps::force).toList();
    boolean hasTies = plan instanceof PydbLimit limit && limit.ties() != null;
    if (plan instanceof RecursiveUnion || plan instanceof FunctionRows || hasTies) {
      return plan.copy(plan.getTraitSet(), inputs);
    }
    RelNode step = plan instanceof BridgedStep bridged ? bridged.step() : plan;
    if (plan instanceof PydbStreamAggregate groups) { // Calcite's groups come in no order.
      RelNode bridged = new BridgedStep(step, inputs).withTraits(PhysicalRule.traits(plan));
      PydbSort sort = PydbSort.create(bridged, groups.order());
      return new BridgedStep(sort, List.of(bridged)).withTraits(plan.getTraitSet());
    }
    return new BridgedStep(step, inputs).withTraits(plan.getTraitSet());
  }
}
