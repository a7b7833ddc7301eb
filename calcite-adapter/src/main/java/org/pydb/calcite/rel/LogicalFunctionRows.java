package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.series.RowsFunction;

/** The rows of a function, as a query names them. */
public final class LogicalFunctionRows extends FunctionRows {

  /** The rows of a function whose arguments are the input's columns. */
  public LogicalFunctionRows(
      RelNode input, RowsFunction function, boolean isNumbered, RelDataType rowType) {
    this(input.getCluster().traitSetOf(Convention.NONE), input, function, isNumbered, rowType);
  }

  private LogicalFunctionRows(
      RelTraitSet traits,
      RelNode input,
      RowsFunction function,
      boolean isNumbered,
      RelDataType rowType) {
    super(traits, input, function, isNumbered, rowType);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new LogicalFunctionRows(traitSet, inputs.get(0), function(), isNumbered(), rowType);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeInfiniteCost();
  }
}
