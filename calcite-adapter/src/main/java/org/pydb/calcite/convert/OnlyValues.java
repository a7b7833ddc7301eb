package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.function.ScalarOperators;
import org.pydb.calcite.rel.Inputs;

/**
 * Lets sub-queries of one value fail for the rows that ask, and for no others.
 *
 * <p>Decorrelation computes such a sub-query for all groups of its rows, and fails if one of them
 * has several, whether an outer row asks for it or not. So groups are given some value of theirs
 * and their size, and the value is looked at where it has been joined:
 *
 * <pre>
 *   Join(a.k = b.k)                         Project(only_value(value, size, a.k))
 *     a                                       Join(a.k = b.k)
 *     Aggregate(b.k, single_value)     →        a
 *       b                                       Aggregate(b.k, any_value as value, count as size)
 *                                                 b
 * </pre>
 *
 * <p>A column of {@code a} is an operand so that no rule computes the expression below the join.
 */
final class OnlyValues {

  /**
   * A step with sizes behind its columns.
   *
   * @param sizes for each column that may be one of several values, the column of its size
   * @param conditions what was asked of such values
   */
  private record Sized(RelNode node, Map<Integer, Integer> sizes, List<RexNode> conditions) {
    static Sized none(RelNode node) {
      return new Sized(node, Map.of(), List.of());
    }
  }

  private OnlyValues() {}

  /** The tree with values looked at above their joins. */
  static RelNode look(RelNode node) {
    RelNode above = Inputs.changed(node, OnlyValues::look);
    boolean isJoin =
        above instanceof Join join
            && (join.getJoinType() == JoinRelType.LEFT || join.getJoinType() == JoinRelType.INNER)
            && join.getLeft().getRowType().getFieldCount() > 0;
    return isJoin ? joined((Join) above) : above;
  }

  private static RelNode joined(Join join) {
    Sized right = sized(join.getRight());
    if (right.sizes.isEmpty()) {
      return join;
    }
    int leftCount = join.getLeft().getRowType().getFieldCount();
    Map<Integer, Integer> sizes = new HashMap<>();
    right.sizes.forEach((value, size) -> sizes.put(leftCount + value, leftCount + size));
    List<RexNode> before = new ArrayList<>();
    List<RexNode> after = new ArrayList<>(RexUtil.shift(right.conditions, leftCount));
    divide(join.getCondition(), sizes.keySet(), before, after);
    if (!after.isEmpty() && join.getJoinType() != JoinRelType.INNER) {
      return join;
    }
    RexBuilder rex = join.getCluster().getRexBuilder();
    Join wider =
        join.copy(
            join.getTraitSet(),
            RexUtil.composeConjunction(rex, before),
            join.getLeft(),
            right.node,
            join.getJoinType(),
            join.isSemiJoinDone());
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
      RexNode column = rex.makeInputRef(wider, i);
      Integer size = sizes.get(i);
      columns.add(size == null ? column : only(rex, wider, column, size));
    }
    RelNode looked =
        LogicalProject.create(
            wider, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    return after.isEmpty()
        ? looked
        : LogicalFilter.create(looked, RexUtil.composeConjunction(rex, after));
  }

  /** Divides a condition: into what does not ask for some columns, and what does. */
  private static void divide(
      RexNode condition, Set<Integer> columns, List<RexNode> without, List<RexNode> with) {
    ImmutableBitSet asked = ImmutableBitSet.of(columns);
    for (RexNode part : RelOptUtil.conjunctions(condition)) {
      (RelOptUtil.InputFinder.bits(part).intersects(asked) ? with : without).add(part);
    }
  }

  private static RexNode only(RexBuilder rex, Join join, RexNode value, int size) {
    RexNode asking = rex.makeInputRef(join.getLeft(), 0);
    RexNode never =
        asking.getType().isNullable() ? rex.makeCall(SqlStdOperatorTable.IS_NULL, asking) : asking;
    return rex.makeCall(
        value.getType(),
        ScalarOperators.ONLY_VALUE,
        List.of(value, rex.makeInputRef(join, size), never));
  }

  /** The step with the sizes of its groups, if it gives some of a value each. */
  private static Sized sized(RelNode node) {
    if (node instanceof Aggregate groups) {
      return sized(groups);
    }
    if (node instanceof Filter filter) {
      return sized(filter);
    }
    return node instanceof Project project ? sized(project) : Sized.none(node);
  }

  private static Sized sized(Aggregate groups) {
    List<AggregateCall> calls = new ArrayList<>();
    Map<Integer, Integer> sizes = new HashMap<>();
    int size = groups.getRowType().getFieldCount();
    for (AggregateCall call : groups.getAggCallList()) {
      boolean isOne = call.getAggregation().getKind() == SqlKind.SINGLE_VALUE;
      calls.add(isOne ? any(call) : call);
      if (isOne) {
        sizes.put(groups.getGroupCount() + calls.size() - 1, size);
      }
    }
    if (sizes.isEmpty()
        || groups.getGroupCount() == 0
        || groups.getGroupType() != Aggregate.Group.SIMPLE) {
      return Sized.none(groups);
    }
    calls.add(
        AggregateCall.create(
            SqlStdOperatorTable.COUNT,
            false,
            false,
            false,
            List.of(),
            List.of(),
            -1,
            null,
            RelCollations.EMPTY,
            groups.getCluster().getTypeFactory().createSqlType(SqlTypeName.BIGINT),
            null));
    RelNode wider =
        groups.copy(
            groups.getTraitSet(),
            groups.getInput(),
            groups.getGroupSet(),
            groups.getGroupSets(),
            calls);
    return new Sized(wider, sizes, List.of());
  }

  /** Conditions are left for those who ask. */
  private static Sized sized(Filter filter) {
    Sized input = sized(filter.getInput());
    if (input.sizes.isEmpty()) {
      return Sized.none(filter);
    }
    List<RexNode> now = new ArrayList<>();
    List<RexNode> later = new ArrayList<>(input.conditions);
    divide(filter.getCondition(), input.sizes.keySet(), now, later);
    RexBuilder rex = filter.getCluster().getRexBuilder();
    RelNode wider =
        now.isEmpty()
            ? input.node
            : LogicalFilter.create(input.node, RexUtil.composeConjunction(rex, now));
    return new Sized(wider, input.sizes, later);
  }

  private static AggregateCall any(AggregateCall call) {
    return AggregateCall.create(
        SqlStdOperatorTable.ANY_VALUE,
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        call.getArgList(),
        call.filterArg,
        call.distinctKeys,
        call.getCollation(),
        call.getType(),
        call.getName());
  }

  /** What is computed from such a value may as well be one of several. */
  private static Sized sized(Project project) {
    Sized input = sized(project.getInput());
    if (input.sizes.isEmpty() || !input.conditions.isEmpty()) {
      return Sized.none(project);
    }
    RexBuilder rex = project.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    Map<Integer, Integer> sizes = new HashMap<>();
    Map<Integer, Integer> places = new HashMap<>();
    int count = project.getProjects().size();
    for (int i = 0; i < count; i++) {
      for (int from : RelOptUtil.InputFinder.bits(columns.get(i))) {
        Integer size = input.sizes.get(from);
        if (size != null) {
          int place =
              places.computeIfAbsent(
                  size,
                  key -> {
                    columns.add(rex.makeInputRef(input.node, key));
                    names.add("$size" + key);
                    return columns.size() - 1;
                  });
          sizes.put(i, place);
        }
      }
    }
    RelNode wider =
        LogicalProject.create(
            input.node, project.getHints(), columns, names, project.getVariablesSet());
    return new Sized(wider, sizes, List.of());
  }
}
