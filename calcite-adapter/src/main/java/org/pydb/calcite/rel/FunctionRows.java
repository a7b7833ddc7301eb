package org.pydb.calcite.rel;

import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.pydb.calcite.exec.series.RowsFunction;

/**
 * The rows that a function gives for the arguments in each row of the input; of the input's columns
 * none is left.
 */
public abstract class FunctionRows extends SingleRel {
  private static final double ROWS = 1000;

  private final RowsFunction function;
  private final boolean isNumbered;

  FunctionRows(
      RelTraitSet traits,
      RelNode input,
      RowsFunction function,
      boolean isNumbered,
      RelDataType rowType) {
    super(input.getCluster(), traits, input);
    this.function = function;
    this.isNumbered = isNumbered;
    this.rowType = rowType;
  }

  /** The function. */
  public RowsFunction function() {
    return function;
  }

  /** Whether the last column is the number of the row. */
  public boolean isNumbered() {
    return isNumbered;
  }

  @Override
  protected RelDataType deriveRowType() {
    return rowType;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return ROWS * mq.getRowCount(getInput());
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("function", function)
        .item("numbered", isNumbered)
        .item("type", rowType.getFullTypeString());
  }
}
