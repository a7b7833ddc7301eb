package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.pydb.calcite.rel.RecursiveUnion.Recursion;

/** The rows that a recursion has found in the round before, for the step of the next one. */
public abstract class WorkingTable extends AbstractRelNode {
  private static final double ROWS = 100;

  private final Recursion recursion;
  private final double expected;

  WorkingTable(RelOptCluster cluster, RelTraitSet traits, Recursion recursion, double expected) {
    super(cluster, traits);
    this.recursion = recursion;
    this.expected = expected;
  }

  /** How many rows there are if nobody knows. */
  static double unknownRowCount() {
    return ROWS;
  }

  /** Whose rows these are. */
  public Recursion recursion() {
    return recursion;
  }

  double expected() {
    return expected;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  protected RelDataType deriveRowType() {
    return recursion.rowType();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return expected;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("number", recursion.number()).item("expected", expected);
  }
}
