package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexShuttle;

/**
 * A step that runs on Calcite's operators, because we have none for it. What it does is said by
 * another expression, whose inputs are replaced by physical ones.
 */
public final class BridgedStep extends AbstractRelNode implements PydbRel {
  private static final double ROW = 20;
  private static final double START = 10_000;

  private final RelNode step;
  private List<RelNode> inputs;

  /**
   * A step.
   *
   * @param step says what is done; its own inputs do not matter
   */
  public BridgedStep(RelNode step, List<RelNode> inputs) {
    super(step.getCluster(), step.getCluster().traitSetOf(PydbConvention.INSTANCE));
    this.step = step;
    this.inputs = List.copyOf(inputs);
  }

  private BridgedStep(BridgedStep of, RelTraitSet traits, List<RelNode> inputs) {
    super(of.getCluster(), traits);
    this.step = of.step;
    this.inputs = List.copyOf(inputs);
  }

  /** What is done. */
  public RelNode step() {
    return step;
  }

  /** The same with the order of rows that the step is known to have. */
  public BridgedStep withTraits(RelTraitSet traits) {
    return new BridgedStep(this, traits, inputs);
  }

  @Override
  public List<RelNode> getInputs() {
    return inputs;
  }

  @Override
  public void replaceInput(int ordinal, RelNode input) {
    List<RelNode> replaced = new java.util.ArrayList<>(inputs);
    replaced.set(ordinal, input);
    inputs = List.copyOf(replaced);
    recomputeDigest();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> newInputs) {
    return new BridgedStep(this, traitSet, newInputs);
  }

  @Override
  protected RelDataType deriveRowType() {
    return step.getRowType();
  }

  /** Shows its expressions; it cannot change them. */
  @Override
  public RelNode accept(RexShuttle shuttle) {
    step.accept(shuttle);
    return this;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(step);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rowCount = mq.getRowCount(this);
    for (RelNode input : inputs) {
      rowCount += mq.getRowCount(input);
    }
    return new PydbCost(START + rowCount * ROW);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    RelWriter terms = super.explainTerms(writer);
    for (int i = 0; i < inputs.size(); i++) {
      terms.input("input#" + i, inputs.get(i));
    }
    return terms.item("step", step.getRelTypeName()).item("id", step.getId());
  }
}
