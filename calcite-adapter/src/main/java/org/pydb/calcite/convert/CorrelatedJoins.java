package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.pydb.calcite.rel.Inputs;

/**
 * Joins in sub-queries that ask for columns of outer rows, of which Calcite's decorrelation makes
 * something wrong.
 *
 * <p>It forgets a condition of a join that asks for such a column where a filter stands above; so
 * that of an inner join becomes a filter. Where both sides ask for the same column, it does not
 * compare what they were asked with; and where a side that an outer join fills with NULL asks for
 * one, while the other side or the condition does as well, rows are given more than once. These
 * stay as they are: slow, but right.
 */
final class CorrelatedJoins {

  private CorrelatedJoins() {}

  /** The tree with filters instead of correlated conditions of inner joins. */
  static RelNode filtered(RelNode node) {
    RelNode above = Inputs.changed(node, CorrelatedJoins::filtered);
    if (!(above instanceof Join join) || join.getJoinType() != JoinRelType.INNER) {
      return above;
    }
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> correlated = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      (OuterReferences.of(condition).isEmpty() ? plain : correlated).add(condition);
    }
    if (correlated.isEmpty()) {
      return join;
    }
    RexBuilder builder = join.getCluster().getRexBuilder();
    RelNode rest =
        join.copy(
            join.getTraitSet(),
            RexUtil.composeConjunction(builder, plain),
            join.getLeft(),
            join.getRight(),
            join.getJoinType(),
            join.isSemiJoinDone());
    return LogicalFilter.create(rest, RexUtil.composeConjunction(builder, correlated));
  }

  /** Whether a sub-query in the tree is better left alone. */
  static boolean areUnsafe(RelNode node) {
    boolean isUnsafe = node instanceof Correlate correlate && isUnsafeWithin(correlate.getRight());
    return isUnsafe || node.getInputs().stream().anyMatch(CorrelatedJoins::areUnsafe);
  }

  private static boolean isUnsafeWithin(RelNode node) {
    return (node instanceof Join join && isUnsafe(join))
        || (node instanceof Aggregate aggregate && countsPairs(aggregate))
        || node.getInputs().stream().anyMatch(CorrelatedJoins::isUnsafeWithin);
  }

  private static boolean isUnsafe(Join join) {
    Set<RexFieldAccess> left = OuterReferences.of(join.getLeft());
    Set<RexFieldAccess> right = OuterReferences.of(join.getRight());
    if (!join.getJoinType().isOuterJoin()) {
      return !Collections.disjoint(left, right);
    }
    boolean isAsking = !OuterReferences.of(join.getCondition()).isEmpty();
    return left.isEmpty() ? isAsking && !right.isEmpty() : isAsking || !right.isEmpty();
  }

  /** Of no rows it is 0, as a count is; but only counts are known to be. */
  private static boolean countsPairs(Aggregate aggregate) {
    return aggregate.getGroupSet().isEmpty()
        && aggregate.getAggCallList().stream()
            .anyMatch(call -> call.getAggregation().getName().equals("REGR_COUNT"));
  }
}
