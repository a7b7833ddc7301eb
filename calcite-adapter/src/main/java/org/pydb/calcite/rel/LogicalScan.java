package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.estimate.ScanEstimate;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * What a query wants of one table: some columns of the rows that meet a condition. How to get them,
 * by which index and in which order, is still open: {@link PydbScan}.
 */
public final class LogicalScan extends AbstractRelNode implements TableAccess {
  private final PydbTable table;
  private final List<Integer> columns;
  private final @Nullable RexNode condition;

  /** Made when first asked for. */
  private @Nullable ScanEstimate estimate;

  /**
   * A scan.
   *
   * @param columns the ordinals of the table's columns that are wanted, in any order
   * @param condition over all columns of the table; null for all rows
   */
  public LogicalScan(
      RelOptCluster cluster, PydbTable table, List<Integer> columns, @Nullable RexNode condition) {
    super(cluster, cluster.traitSetOf(Convention.NONE));
    this.table = table;
    this.columns = List.copyOf(columns);
    this.condition = condition;
  }

  @Override
  public PydbTable table() {
    return table;
  }

  @Override
  public List<Integer> columns() {
    return columns;
  }

  /** The condition over all columns of the table; null for all rows. */
  public @Nullable RexNode condition() {
    return condition;
  }

  /** The parts of the condition that must all be true. */
  public List<RexNode> conjuncts() {
    return condition == null ? List.of() : RelOptUtil.conjunctions(condition);
  }

  /** How many rows there are, and how much must be read for them, index by index. */
  public ScanEstimate estimate() {
    ScanEstimate made = estimate;
    if (made == null) {
      made = new ScanEstimate(table, conjuncts());
      estimate = made;
    }
    return made;
  }

  /** The row type of some columns of a table. */
  static RelDataType rowType(PydbTable table, List<Integer> columns) {
    if (columns.size() == table.getRowType().getFieldCount() && columns.equals(table.ordinals())) {
      return table.getRowType();
    }
    RelDataTypeFactory.Builder fields = PydbTypeFactory.INSTANCE.builder();
    columns.forEach(column -> fields.add(table.field(column)));
    return fields.uniquify().build();
  }

  @Override
  protected RelDataType deriveRowType() {
    return rowType(table, columns);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return estimate().rowCount();
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeInfiniteCost();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("table", table.getQualifiedName())
        .item("columns", columns)
        .itemIf("condition", condition, condition != null);
  }

  /** A condition made of parts that must all be true; null if there are none. */
  public static @Nullable RexNode and(RelOptCluster cluster, List<RexNode> parts) {
    return parts.isEmpty() ? null : RexUtil.composeConjunction(cluster.getRexBuilder(), parts);
  }
}
