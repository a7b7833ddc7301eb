package org.pydb.calcite.rule;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Takes what all alternatives of a condition ask for out of them, so that a join finds its keys and
 * a scan its bounds:
 *
 * <pre>
 *   (a = b AND c = 1) OR (a = b AND c = 2)    →    a = b AND (c = 1 OR c = 2)
 * </pre>
 */
final class CommonFactors {

  private CommonFactors() {}

  /** The tree with such conditions rewritten. */
  static RelNode pull(RelNode root) {
    return root.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return rewritten(super.visit(node));
          }
        });
  }

  private static RelNode rewritten(RelNode node) {
    if (node instanceof Filter filter) {
      RexNode condition = pull(filter, filter.getCondition());
      return condition.equals(filter.getCondition())
          ? filter
          : filter.copy(filter.getTraitSet(), filter.getInput(), condition);
    }
    if (node instanceof Join join) {
      RexNode condition = pull(join, join.getCondition());
      return condition.equals(join.getCondition())
          ? join
          : join.copy(
              join.getTraitSet(),
              condition,
              join.getLeft(),
              join.getRight(),
              join.getJoinType(),
              join.isSemiJoinDone());
    }
    return node;
  }

  private static RexNode pull(RelNode node, RexNode condition) {
    return RexUtil.pullFactors(node.getCluster().getRexBuilder(), condition);
  }
}
