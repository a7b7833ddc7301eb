package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.pydb.calcite.exec.series.RowsFunction;

/** The rows of a function, made one after the other. */
public final class PydbFunctionRows extends FunctionRows implements PydbRel {

  /** The way to make the rows of a function. */
  public PydbFunctionRows(RelTraitSet traits, RelNode input, FunctionRows of) {
    this(traits, input, of.function(), of.isNumbered(), of.getRowType());
  }

  private PydbFunctionRows(
      RelTraitSet traits,
      RelNode input,
      RowsFunction function,
      boolean isNumbered,
      RelDataType rowType) {
    super(traits, input, function, isNumbered, rowType);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbFunctionRows(traitSet, inputs.get(0), function(), isNumbered(), rowType);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(mq.getRowCount(this) * 0.5);
  }
}
