package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.DeduplicateCorrelateVariables;
import org.pydb.calcite.rel.Inputs;

/**
 * Computes in a step of its own what is compared with a sub-query and holds a sub-query itself, and
 * sub-queries within window functions:
 *
 * <pre>
 *   Filter((select ...) IN (...))         Project(a)
 *     a                              →      Filter(s IN (...))
 *                                             Project(a, s = (select ...))
 *                                               a
 * </pre>
 *
 * <p>The row that both sub-queries may refer to gets another name in the new step: Calcite takes a
 * name once.
 */
final class OperandSubQueries {
  private final RelNode input;
  private final Set<CorrelationId> variables;
  private final RexBuilder builder;
  private final List<RexNode> operands = new ArrayList<>();

  private OperandSubQueries(RelNode input, Set<CorrelationId> variables) {
    this.input = input;
    this.variables = variables;
    builder = input.getCluster().getRexBuilder();
  }

  /** The tree with such operands in steps of their own. */
  static RelNode run(RelNode node) {
    RelNode above = Inputs.changed(node, OperandSubQueries::run);
    if (above instanceof Filter filter) {
      return new OperandSubQueries(filter.getInput(), filter.getVariablesSet()).filter(filter);
    }
    return above instanceof Project project
        ? new OperandSubQueries(project.getInput(), project.getVariablesSet()).project(project)
        : above;
  }

  private RelNode filter(Filter filter) {
    RexNode condition = filter.getCondition().accept(new Separation());
    if (operands.isEmpty()) {
      return filter;
    }
    RelNode kept =
        PlainBuilder.filter(computed(), condition, new CorrelationUse(condition).of(variables));
    List<String> names = input.getRowType().getFieldNames();
    return LogicalProject.create(kept, List.of(), columns(), names, Set.of());
  }

  private RelNode project(Project project) {
    List<RexNode> columns = new Separation().apply(project.getProjects());
    if (operands.isEmpty()) {
      return project;
    }
    Set<CorrelationId> used = new LinkedHashSet<>();
    columns.forEach(column -> used.addAll(new CorrelationUse(column).of(variables)));
    return LogicalProject.create(
        computed(), project.getHints(), columns, project.getRowType().getFieldNames(), used);
  }

  /** The input's columns and behind them the operands. */
  private RelNode computed() {
    List<RexNode> columns = new ArrayList<>(columns());
    columns.addAll(operands);
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    operands.forEach(operand -> names.add("$s" + names.size()));
    if (variables.isEmpty()) {
      return LogicalProject.create(input, List.of(), columns, names, Set.of());
    }
    CorrelationId own = input.getCluster().createCorrel();
    LogicalProject shared = LogicalProject.create(input, List.of(), columns, names, variables);
    Project renamed = (Project) DeduplicateCorrelateVariables.go(builder, own, variables, shared);
    return LogicalProject.create(input, List.of(), renamed.getProjects(), names, Set.of(own));
  }

  private List<RexNode> columns() {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
      columns.add(builder.makeInputRef(input, i));
    }
    return columns;
  }

  private final class Separation extends RexShuttle {
    private boolean isInWindow;

    @Override
    public RexNode visitOver(RexOver over) {
      isInWindow = true;
      RexNode separated = super.visitOver(over);
      isInWindow = false;
      return separated;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      if (isInWindow) {
        return separate(subQuery);
      }
      List<RexNode> parts = new ArrayList<>();
      boolean isChanged = false;
      for (RexNode operand : subQuery.getOperands()) {
        boolean isAsked = RexUtil.SubQueryFinder.find(operand) != null;
        isChanged |= isAsked;
        parts.add(isAsked ? separate(operand) : operand);
      }
      return isChanged ? subQuery.clone(subQuery.getType(), parts) : subQuery;
    }

    private RexNode separate(RexNode operand) {
      int column = input.getRowType().getFieldCount() + operands.size();
      operands.add(operand);
      return new RexInputRef(column, operand.getType());
    }
  }
}
