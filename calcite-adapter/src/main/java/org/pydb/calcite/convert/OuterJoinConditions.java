package org.pydb.calcite.convert;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.pydb.calcite.rel.Inputs;

/**
 * Keeps Calcite's decorrelation from drawing a wrong conclusion from the condition of an outer join
 * or an anti-join.
 *
 * <p>Where a condition cannot be true for a NULL it takes the column for never NULL among the
 * joined rows, on both sides of them, and compares the groups with the outer rows by {@code =}. But
 * an outer join keeps the rows for which its condition is not true, and an anti-join no others: the
 * groups of NULL are lost. Of a condition {@code IS TRUE} nothing is concluded.
 *
 * <pre>
 *   (SELECT min(a.s) FROM a LEFT JOIN b ON a.id = b.id AND t.x > b.id)
 *                                       (a.id = b.id) IS TRUE AND (t.x > b.id) IS TRUE
 * </pre>
 */
final class OuterJoinConditions {

  private OuterJoinConditions() {}

  /** The tree with conditions of which nothing is concluded. */
  static RelNode shield(RelNode tree) {
    RexBuilder builder = tree.getCluster().getRexBuilder();
    return changed(tree, condition -> builder.makeCall(SqlStdOperatorTable.IS_TRUE, condition));
  }

  /** The tree with the conditions as they were: a join looks for rows for which they are true. */
  static RelNode show(RelNode tree) {
    return changed(
        tree,
        condition ->
            condition.isA(SqlKind.IS_TRUE)
                ? ((RexCall) condition).getOperands().get(0)
                : condition);
  }

  private static RelNode changed(RelNode node, UnaryOperator<RexNode> change) {
    RelNode above = Inputs.changed(node, input -> changed(input, change));
    if (!(above instanceof Join join) || !keepsUnmatched(join.getJoinType())) {
      return above;
    }
    List<RexNode> before = RelOptUtil.conjunctions(join.getCondition());
    List<RexNode> after = before.stream().map(change).toList();
    return after.equals(before)
        ? join
        : join.copy(
            join.getTraitSet(),
            RexUtil.composeConjunction(join.getCluster().getRexBuilder(), after),
            join.getLeft(),
            join.getRight(),
            join.getJoinType(),
            join.isSemiJoinDone());
  }

  private static boolean keepsUnmatched(JoinRelType type) {
    return type.isOuterJoin() || type == JoinRelType.ANTI;
  }
}
