package org.pydb.calcite.rule;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.Inputs;

/**
 * Makes only those groups that a join with them can want: where the join takes them by their key,
 * and that comes from a table of which a filter leaves little, the rows that are grouped are first
 * semi-joined with what it leaves. So a sub-query that aggregates for each of a few outer rows, and
 * has become a join, does not aggregate for all.
 *
 * <pre>
 *   Join  p.k = g.k                  Join  p.k = g.k
 *     … Filter p …            →        … Filter p …
 *     Aggregate k, min(x) AS g         Aggregate k, min(x) AS g
 *       a ⋈ b ⋈ c                        Semi Join  a.k = p.k
 *                                          a ⋈ b ⋈ c
 *                                          Filter p
 * </pre>
 *
 * <p>Groups of a single table are left to {@link GroupLookups}, which can do better.
 */
final class NeededGroups {

  private NeededGroups() {}

  /** The tree in which groups that nobody wants are not made. */
  static RelNode run(RelNode tree) {
    RelNode node = Inputs.changed(tree, NeededGroups::run);
    return node instanceof Join join && join.getJoinType() == JoinRelType.INNER
        ? reduced(join)
        : node;
  }

  private static Join reduced(Join join) {
    if (!(join.getRight() instanceof Aggregate groups)
        || groups.getGroupType() != Aggregate.Group.SIMPLE
        || !hasJoin(groups.getInput())) {
      return join;
    }
    int leftWidth = join.getLeft().getRowType().getFieldCount();
    for (RexNode part : RelOptUtil.conjunctions(join.getCondition())) {
      Equality equality = Equality.of(part, leftWidth);
      if (equality != null && equality.key < groups.getGroupCount()) {
        Needed needed = needed(join.getLeft(), equality.column);
        RelNode reduced = needed == null ? null : reduced(groups, equality.key, needed);
        if (reduced != null) {
          return SemiJoinsDown.withInputs(join, join.getLeft(), reduced);
        }
      }
    }
    return join;
  }

  /** That a left column equals one of the groups. */
  private record Equality(int column, int key) {

    static @Nullable Equality of(RexNode condition, int leftWidth) {
      if (condition.getKind() != SqlKind.EQUALS
          || !(((RexCall) condition).getOperands().get(0) instanceof RexInputRef a)
          || !(((RexCall) condition).getOperands().get(1) instanceof RexInputRef b)) {
        return null;
      }
      int first = Math.min(a.getIndex(), b.getIndex());
      int second = Math.max(a.getIndex(), b.getIndex());
      return first < leftWidth && second >= leftWidth
          ? new Equality(first, second - leftWidth)
          : null;
    }
  }

  /** Filtered rows of a table, and the column of theirs that has the keys. */
  private record Needed(Filter rows, int column) {}

  /** Where the values of a column come from, if that is a filtered table. */
  private static @Nullable Needed needed(RelNode rows, int column) {
    if (rows instanceof Join join
        && (join.getJoinType() == JoinRelType.INNER || !join.getJoinType().projectsRight())) {
      int leftWidth = join.getLeft().getRowType().getFieldCount();
      return column < leftWidth
          ? needed(join.getLeft(), column)
          : needed(join.getRight(), column - leftWidth);
    }
    if (rows instanceof Project project
        && project.getProjects().get(column) instanceof RexInputRef reference) {
      return needed(project.getInput(), reference.getIndex());
    }
    return rows instanceof Filter filter && isOfTable(filter) ? new Needed(filter, column) : null;
  }

  /** Whether rows are those of one table, and the same each time that they are asked for. */
  private static boolean isOfTable(RelNode rows) {
    if (rows instanceof Filter filter) {
      return isRepeatable(filter.getCondition()) && isOfTable(filter.getInput());
    }
    if (rows instanceof Project project) {
      return project.getProjects().stream().allMatch(NeededGroups::isRepeatable)
          && isOfTable(project.getInput());
    }
    return rows instanceof TableScan;
  }

  private static boolean isRepeatable(RexNode expression) {
    return RexUtil.isDeterministic(expression)
        && !RexUtil.containsCorrelation(expression)
        && RexUtil.SubQueryFinder.find(expression) == null;
  }

  private static boolean hasJoin(RelNode rows) {
    return rows instanceof Join
        || ((rows instanceof Filter || rows instanceof Project) && hasJoin(rows.getInput(0)));
  }

  /** The groups of the rows whose keys are needed; null if these are not few. */
  private static @Nullable RelNode reduced(Aggregate groups, int key, Needed needed) {
    RelNode input = groups.getInput();
    RelMetadataQuery metadata = groups.getCluster().getMetadataQuery();
    RexBuilder builder = groups.getCluster().getRexBuilder();
    RelDataType type = needed.rows.getRowType().getFieldList().get(needed.column).getType();
    int column = groups.getGroupSet().nth(key);
    RelDataType inputType = input.getRowType().getFieldList().get(column).getType();
    if (type.getSqlTypeName() != inputType.getSqlTypeName()) {
      return null;
    }
    RelNode keys =
        LogicalProject.create(
            needed.rows,
            List.of(),
            List.of(new RexInputRef(needed.column, type)),
            List.of("key"),
            Set.of());
    RexNode condition =
        builder.makeCall(
            SqlStdOperatorTable.EQUALS,
            new RexInputRef(column, inputType),
            new RexInputRef(input.getRowType().getFieldCount(), type));
    RelNode reduced = SemiJoinsDown.semiJoin(input, condition, keys);
    boolean leavesFew =
        metadata.getRowCount(reduced) <= SemiJoinsDown.SHARE_MAX * metadata.getRowCount(input);
    return leavesFew ? groups.copy(groups.getTraitSet(), List.of(reduced)) : null;
  }
}
