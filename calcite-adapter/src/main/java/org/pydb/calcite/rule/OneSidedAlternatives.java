package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the alternatives of an inner join what they ask of one side alone, so that this side can
 * be filtered before it is joined:
 *
 * <pre>
 *   (a.x = 1 AND b.y = 2) OR (a.x = 3 AND b.y = 4)    →    that AND (a.x = 1 OR a.x = 3)
 *                                                              AND (b.y = 2 OR b.y = 4)
 * </pre>
 */
final class OneSidedAlternatives {

  private OneSidedAlternatives() {}

  /** The tree with such conditions added; the same tree if there are none. */
  static RelNode add(RelNode root) {
    return root.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            RelNode visited = super.visit(node);
            return visited instanceof Join join && join.getJoinType() == JoinRelType.INNER
                ? withAdded(join)
                : visited;
          }
        });
  }

  private static RelNode withAdded(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int count = join.getRowType().getFieldCount();
    List<ImmutableBitSet> sides =
        List.of(ImmutableBitSet.range(leftCount), ImmutableBitSet.range(leftCount, count));
    RexBuilder builder = join.getCluster().getRexBuilder();
    List<RexNode> parts = new ArrayList<>(RelOptUtil.conjunctions(join.getCondition()));
    int before = parts.size();
    for (RexNode part : List.copyOf(parts)) {
      boolean isOfBoth =
          sides.stream().noneMatch(side -> side.contains(RelOptUtil.InputFinder.bits(part)));
      if (part.getKind() == SqlKind.OR && isOfBoth && RexUtil.isDeterministic(part)) {
        for (ImmutableBitSet side : sides) {
          RexNode ofSide = ofSide(builder, part, side);
          if (ofSide != null && !parts.contains(ofSide)) {
            parts.add(ofSide);
          }
        }
      }
    }
    return parts.size() == before
        ? join
        : join.copy(
            join.getTraitSet(),
            RexUtil.composeConjunction(builder, parts),
            join.getLeft(),
            join.getRight(),
            join.getJoinType(),
            join.isSemiJoinDone());
  }

  /** What the alternatives ask of some columns; null if one of them asks nothing. */
  private static @Nullable RexNode ofSide(
      RexBuilder builder, RexNode alternatives, ImmutableBitSet side) {
    List<RexNode> all = new ArrayList<>();
    for (RexNode alternative : RelOptUtil.disjunctions(alternatives)) {
      List<RexNode> parts = new ArrayList<>();
      for (RexNode part : RelOptUtil.conjunctions(alternative)) {
        ImmutableBitSet columns = RelOptUtil.InputFinder.bits(part);
        if (!columns.isEmpty() && side.contains(columns) && !looksOut(part)) {
          parts.add(part);
        }
      }
      if (parts.isEmpty()) {
        return null;
      }
      all.add(RexUtil.composeConjunction(builder, parts));
    }
    return RexUtil.composeDisjunction(builder, all);
  }

  /** Whether an expression looks at a row of an outer query. */
  private static boolean looksOut(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitCorrelVariable(RexCorrelVariable row) {
            found[0] = true;
            return null;
          }
        });
    return found[0];
  }
}
