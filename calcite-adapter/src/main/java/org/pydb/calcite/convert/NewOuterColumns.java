package org.pydb.calcite.convert;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.Inputs;

/**
 * Has a projection or a filter in a sub-query that asks for several outer values take them in steps
 * of their own, one by one, if something below it has asked for outer columns as well.
 *
 * <p>Calcite's decorrelation joins the input of a step with the outer values that the input does
 * not give yet, but with those of all that the step asks for; and then forgets that the input has
 * some of them already, and with them the condition that has brought them in. A step that asks for
 * one finds it there, or not.
 *
 * <pre>
 *   Project(b.x, t.name, t.id)          Project(b.x, name, id)
 *     Filter(b.id = t.id)         →       Project(b.*, name, t.id)
 *       b                                   Project(b.*, t.name)
 *                                             Filter(b.id = t.id)
 *                                               b
 * </pre>
 *
 * <p>A value is a column, or what is computed of outer columns alone, which Calcite computes in the
 * outer query, as one more column of it.
 */
final class NewOuterColumns {

  private NewOuterColumns() {}

  /** The tree with more projections. */
  static RelNode first(RelNode node) {
    RelNode above = Inputs.changed(node, NewOuterColumns::first);
    if (above instanceof Project project) {
      Taken taken = Taken.of(project.getInput(), project.getProjects());
      return taken == null
          ? project
          : LogicalProject.create(
              taken.rows,
              project.getHints(),
              taken.apply(project.getProjects()),
              project.getRowType(),
              project.getVariablesSet());
    }
    if (above instanceof Filter filter) {
      Taken taken = Taken.of(filter.getInput(), List.of(filter.getCondition()));
      return taken == null ? filter : filtered(filter, taken);
    }
    return above;
  }

  private static RelNode filtered(Filter filter, Taken taken) {
    RexBuilder builder = filter.getCluster().getRexBuilder();
    RexNode condition = taken.apply(filter.getCondition());
    return LogicalProject.create(
        LogicalFilter.create(taken.rows, condition, ImmutableSet.copyOf(filter.getVariablesSet())),
        List.of(),
        builder.identityProjects(filter.getRowType()),
        filter.getRowType(),
        Set.of());
  }

  /** Rows with outer values behind their own columns; names the values by where they were taken. */
  private static final class Taken extends RexShuttle {
    private final RelNode rows;
    private final int width;
    private final List<RexNode> values;

    private Taken(RelNode rows, int width, List<RexNode> values) {
      this.rows = rows;
      this.width = width;
      this.values = values;
    }

    /** The input of a step with what that asks for; null if it needs no other input. */
    static @Nullable Taken of(RelNode input, List<RexNode> expressions) {
      Set<RexNode> values = new LinkedHashSet<>();
      new RexShuttle() {
        @Override
        public RexNode visitCall(RexCall call) {
          if (isOuterValue(call)) {
            values.add(call);
            return call;
          }
          return super.visitCall(call);
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
          if (access.getReferenceExpr() instanceof RexCorrelVariable) {
            values.add(access);
          }
          return access;
        }
      }.apply(expressions);
      if (values.size() < 2 || OuterReferences.of(input).isEmpty()) {
        return null;
      }
      RelNode rows = input;
      for (RexNode value : values) {
        rows = with(rows, value);
      }
      return new Taken(rows, input.getRowType().getFieldCount(), List.copyOf(values));
    }

    /** Whether a call is computed of outer columns, and of nothing else but constants. */
    private static boolean isOuterValue(RexCall call) {
      return RexUtil.containsCorrelation(call)
          && RelOptUtil.InputFinder.bits(call).isEmpty()
          && RexUtil.SubQueryFinder.find(call) == null
          && !RexOver.containsOver(call);
    }

    private static RelNode with(RelNode rows, RexNode value) {
      RexBuilder builder = rows.getCluster().getRexBuilder();
      List<RexNode> columns = new ArrayList<>(builder.identityProjects(rows.getRowType()));
      List<String> names = new ArrayList<>(rows.getRowType().getFieldNames());
      names.add("outer" + columns.size());
      columns.add(value);
      return LogicalProject.create(rows, List.of(), columns, names, Set.of());
    }

    @Override
    public RexNode visitCall(RexCall call) {
      return values.contains(call) ? taken(call) : super.visitCall(call);
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      return values.contains(access) ? taken(access) : super.visitFieldAccess(access);
    }

    private RexNode taken(RexNode value) {
      return rows.getCluster().getRexBuilder().makeInputRef(rows, width + values.indexOf(value));
    }
  }
}
