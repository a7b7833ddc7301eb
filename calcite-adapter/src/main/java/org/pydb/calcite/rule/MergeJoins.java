package org.pydb.calcite.rule;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.ParallelSteps;
import org.pydb.calcite.rel.PydbMergeJoin;

/**
 * Joins of sides that come in the order of the keys: best where both are large, since neither is
 * kept. One thread does them; so they are left out where several would share a hash join.
 */
final class MergeJoins {

  /** With fewer rows on a side, there is nothing to win by looking for orders. */
  private static final double ROWS_MIN = 1_000;

  private MergeJoins() {}

  /** The join of two sides by a condition; null if it is not worth a thought, or impossible. */
  static @Nullable RelNode of(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    RelMetadataQuery metadata = join.getCluster().getMetadataQuery();
    boolean isHashed = PlanRules.of(join.getCluster()).isOn(PlanRule.HASH_JOINS);
    boolean isLarge =
        metadata.getRowCount(left) >= ROWS_MIN && metadata.getRowCount(right) >= ROWS_MIN;
    MergeOrders orders = isLarge || !isHashed ? MergeOrders.of(left, right, condition, type) : null;
    return orders == null || (isHashed && isShared(join))
        ? null
        : PydbMergeJoin.create(
            PhysicalRule.physical(left, PhysicalRule.traits(left).replace(orders.left())),
            orders.left(),
            PhysicalRule.physical(right, PhysicalRule.traits(right).replace(orders.right())),
            orders.right(),
            condition,
            type);
  }

  /** Whether several threads would run a hash join: see {@link ParallelSteps}. */
  private static boolean isShared(Join join) {
    double read = Math.max(read(join.getLeft()), read(join.getRight()));
    if (read < Parallelism.ROWS_MIN) {
      return false;
    }
    double rowCount = join.getCluster().getMetadataQuery().getRowCount(join);
    RelNode root = join.getCluster().getPlanner().getRoot();
    return rowCount * ParallelSteps.SHRINKING_MIN <= read
        || root == null
        || isGrouped(root, join, false);
  }

  /** The rows that the scan looks at whose rows pass through some steps. */
  private static double read(RelNode rows) {
    RelNode logical = MergeOrders.original(rows);
    if (logical instanceof LogicalScan scan) {
      return scan.estimate().readCount(null);
    }
    return isPassing(logical) ? read(logical.getInput(0)) : 0;
  }

  private static boolean isPassing(RelNode step) {
    return step instanceof Filter
        || step instanceof Project
        || step instanceof Correlate
        || step instanceof Join;
  }

  /** Whether rows of a join pass to an aggregate, at any place of a plan. */
  private static boolean isGrouped(RelNode rows, Join join, boolean isBelow) {
    RelNode logical = MergeOrders.original(rows);
    if (logical == join) {
      return isBelow;
    }
    boolean passes = logical instanceof Aggregate || (isBelow && isPassing(logical));
    for (RelNode input : logical.getInputs()) {
      if (isGrouped(input, join, passes)) {
        return true;
      }
    }
    return false;
  }
}
