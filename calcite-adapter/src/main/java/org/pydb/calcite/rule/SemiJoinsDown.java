package org.pydb.calcite.rule;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.Inputs;
import org.pydb.calcite.rex.MovedInputs;

/**
 * Takes semi-joins that leave few rows below joins, to the side whose columns they look at: so the
 * joins have little to do. Those that leave many rows stay above, where joins may have dropped most
 * rows before.
 *
 * <pre>
 *   Semi Join  a.x = c.x          Join  a.y = b.y
 *     Join  a.y = b.y       →       Semi Join  a.x = c.x
 *       a                             a
 *       b                             c
 *     c                             b
 * </pre>
 *
 * <p>Where a row meets at most one other, a semi-join is a join, and becomes one: that may begin
 * with the few rows, and look up what they meet.
 */
final class SemiJoinsDown {

  /** What leaves at most this share of the rows goes down. */
  static final double SHARE_MAX = 0.1;

  private SemiJoinsDown() {}

  /** The tree with those semi-joins further down. */
  static RelNode run(RelNode tree) {
    RelNode node = Inputs.changed(tree, SemiJoinsDown::run);
    if (node instanceof Join join && join.getJoinType() == JoinRelType.SEMI) {
      return leavesFew(join)
          ? semiJoin(join.getLeft(), join.getCondition(), join.getRight())
          : join;
    }
    return node;
  }

  private static boolean leavesFew(Join semiJoin) {
    RelMetadataQuery metadata = semiJoin.getCluster().getMetadataQuery();
    return metadata.getRowCount(semiJoin) <= SHARE_MAX * metadata.getRowCount(semiJoin.getLeft());
  }

  /** The semi-join of two sides, below a join of the left one; null if there is no such place. */
  static @Nullable RelNode pushed(RelNode left, RexNode condition, RelNode right) {
    int width = left.getRowType().getFieldCount();
    ImmutableBitSet used =
        RelOptUtil.InputFinder.bits(condition).intersect(ImmutableBitSet.range(width));
    if (left instanceof Join join) {
      return belowJoin(join, used, condition, right);
    }
    if (left instanceof Filter filter) {
      RelNode below = pushed(filter.getInput(), condition, right);
      return below == null ? null : filter.copy(filter.getTraitSet(), List.of(below));
    }
    if (left instanceof Project project && isOfColumns(project, used)) {
      int inputWidth = project.getInput().getRowType().getFieldCount();
      RexNode moved =
          MovedInputs.of(
              condition,
              column ->
                  column < width
                      ? ((RexInputRef) project.getProjects().get(column)).getIndex()
                      : column - width + inputWidth);
      RelNode below = pushed(project.getInput(), moved, right);
      return below == null ? null : project.copy(project.getTraitSet(), List.of(below));
    }
    return null;
  }

  private static boolean isOfColumns(Project project, ImmutableBitSet columns) {
    return columns.stream().allMatch(i -> project.getProjects().get(i) instanceof RexInputRef);
  }

  private static @Nullable RelNode belowJoin(
      Join join, ImmutableBitSet used, RexNode condition, RelNode right) {
    int leftWidth = join.getLeft().getRowType().getFieldCount();
    int rightWidth = join.getRight().getRowType().getFieldCount();
    boolean isKnown =
        join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
    if (!isKnown || used.isEmpty()) {
      return null;
    }
    if (ImmutableBitSet.range(leftWidth).contains(used)) {
      RexNode moved =
          MovedInputs.of(condition, column -> column < leftWidth ? column : column - rightWidth);
      return withInputs(join, semiJoin(join.getLeft(), moved, right), join.getRight());
    }
    if (join.getJoinType() == JoinRelType.INNER
        && ImmutableBitSet.range(leftWidth, leftWidth + rightWidth).contains(used)) {
      RexNode moved = MovedInputs.of(condition, column -> column - leftWidth);
      return withInputs(join, join.getLeft(), semiJoin(join.getRight(), moved, right));
    }
    return null;
  }

  /** The semi-join of two sides, as far down as it can go. */
  static RelNode semiJoin(RelNode left, RexNode condition, RelNode right) {
    RelNode below = pushed(left, condition, right);
    if (below != null) {
      return below;
    }
    Join semiJoin =
        LogicalJoin.create(left, right, List.of(), condition, Set.of(), JoinRelType.SEMI);
    return meetsOne(semiJoin) ? asInnerJoin(semiJoin) : semiJoin;
  }

  /** Whether a left row meets no more than one right row. */
  private static boolean meetsOne(Join semiJoin) {
    boolean isEquality =
        RelOptUtil.conjunctions(semiJoin.getCondition()).stream()
            .allMatch(part -> part.getKind() == SqlKind.EQUALS);
    ImmutableBitSet keys = semiJoin.analyzeCondition().rightSet();
    RelMetadataQuery metadata = semiJoin.getCluster().getMetadataQuery();
    return isEquality
        && !keys.isEmpty()
        && Boolean.TRUE.equals(metadata.areColumnsUnique(semiJoin.getRight(), keys));
  }

  /** As a join that may begin at either side, and be done in any order with others. */
  private static RelNode asInnerJoin(Join semiJoin) {
    RelNode join =
        LogicalJoin.create(
            semiJoin.getLeft(),
            semiJoin.getRight(),
            List.of(),
            semiJoin.getCondition(),
            Set.of(),
            JoinRelType.INNER);
    List<RelDataTypeField> fields = semiJoin.getLeft().getRowType().getFieldList();
    return LogicalProject.create(
        join,
        List.of(),
        fields.stream().map(field -> new RexInputRef(field.getIndex(), field.getType())).toList(),
        fields.stream().map(RelDataTypeField::getName).toList(),
        Set.of());
  }

  static Join withInputs(Join join, RelNode left, RelNode right) {
    return join.copy(
        join.getTraitSet(),
        join.getCondition(),
        left,
        right,
        join.getJoinType(),
        join.isSemiJoinDone());
  }
}
