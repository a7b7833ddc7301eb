package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbScan;

/**
 * Joins that look an index up for each left row: best where there are few left rows and many right
 * ones. The join's condition becomes one of the right scan, in which columns of the left row stand
 * like constants.
 */
final class IndexLookups {

  private IndexLookups() {}

  /** The join of two sides by a condition; null if no index of the right side helps. */
  static @Nullable RelNode of(
      RelNode left, RelNode right, RexNode condition, JoinRelType type, double rowCount) {
    LogicalScan table = table(right);
    boolean isKnown =
        switch (type) {
          case INNER, LEFT, SEMI, ANTI -> true;
          default -> false;
        };
    if (table == null || !isKnown) {
      return null;
    }
    CorrelationId leftRow = left.getCluster().createCorrel();
    PydbScan plain = DirectPlan.cheapest(table);
    PydbScan lookup = DirectPlan.cheapest(narrowed(table, left, condition, leftRow));
    boolean helps = lookup.bounds().pointCount() > plain.bounds().pointCount();
    return helps
        ? new PydbCorrelate(
            left.getCluster(),
            PhysicalRule.traits(left),
            PhysicalRule.physical(left),
            lookup,
            leftRow,
            leftColumns(left, condition),
            type,
            rowCount,
            Double.NaN)
        : null;
  }

  private static @Nullable LogicalScan table(RelNode right) {
    RelNode original = right instanceof RelSubset subset ? subset.getOriginal() : right;
    return original instanceof LogicalScan scan && !scan.table().isSystem() ? scan : null;
  }

  /** The left columns that a condition looks at. */
  static ImmutableBitSet leftColumns(RelNode left, RexNode condition) {
    int leftCount = left.getRowType().getFieldCount();
    return RelOptUtil.InputFinder.bits(condition).intersect(ImmutableBitSet.range(leftCount));
  }

  /** The scan with the join's condition added to its own. */
  static LogicalScan narrowed(
      LogicalScan scan, RelNode left, RexNode condition, CorrelationId leftRow) {
    RexBuilder builder = left.getCluster().getRexBuilder();
    int leftCount = left.getRowType().getFieldCount();
    RexNode outer = builder.makeCorrel(left.getRowType(), leftRow);
    RexNode ofTable =
        condition.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef reference) {
                int index = reference.getIndex();
                return index < leftCount
                    ? builder.makeFieldAccess(outer, index)
                    : new RexInputRef(scan.columns().get(index - leftCount), reference.getType());
              }
            });
    List<RexNode> parts = new ArrayList<>(scan.conjuncts());
    parts.addAll(RelOptUtil.conjunctions(ofTable));
    return new LogicalScan(
        scan.getCluster(), scan.table(), scan.columns(), LogicalScan.and(scan.getCluster(), parts));
  }
}
