package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** Rows that the execution keeps, made before this step runs; any number of steps may read them. */
public abstract class KeptRows extends AbstractRelNode {
  private final Rows rows;

  /**
   * Which rows.
   *
   * @param number by which the execution knows them
   * @param name what people call them
   * @param expected how many there may be
   */
  public record Rows(int number, String name, RelDataType rowType, double expected) {}

  KeptRows(RelOptCluster cluster, RelTraitSet traits, Rows rows) {
    super(cluster, traits);
    this.rows = rows;
  }

  /** Which rows these are. */
  public Rows rows() {
    return rows;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  protected RelDataType deriveRowType() {
    return rows.rowType;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return rows.expected;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("number", rows.number);
  }
}
