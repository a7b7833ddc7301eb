package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.system.SystemTable;

/** Computes all rows of a system table, in whatever order. */
public final class PydbSystemScan extends AbstractRelNode implements PydbRel, TableAccess {

  /** What it costs to compute a row, of what it costs to read one. */
  private static final double COMPUTED = 5;

  private final PydbTable table;
  private final SystemTable system;
  private final List<Integer> columns;

  /** A scan that gives some columns of a table. */
  public PydbSystemScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      PydbTable table,
      SystemTable system,
      List<Integer> columns) {
    super(cluster, traits);
    this.table = table;
    this.system = system;
    this.columns = List.copyOf(columns);
  }

  @Override
  public PydbTable table() {
    return table;
  }

  /** What computes the rows. */
  public SystemTable system() {
    return system;
  }

  @Override
  public List<Integer> columns() {
    return columns;
  }

  @Override
  protected RelDataType deriveRowType() {
    return LogicalScan.rowType(table, columns);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return table.getRowCount();
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(table.getRowCount() * COMPUTED);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("table", table.getQualifiedName())
        .item("columns", columns);
  }
}
