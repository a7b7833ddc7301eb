package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows that INSERT stores: those of a query, with a value computed for each column of the
 * table. Rows that stand in the statement need no planner: they are computed as they are.
 *
 * @param plan gives the rows
 * @param explanation the plan as people read it
 */
record RowSource(PlanNode plan, PlanStep explanation) {

  /**
   * The rows of a query.
   *
   * @param values for each column of the table, over the columns of the query
   */
  static RowSource of(Planning planning, RelRoot query, List<RexNode> values, TargetTable target) {
    List<List<RexNode>> rows = new ArrayList<>();
    if (collectRows(query.rel, rows)) {
      return ofRows(rows, values, target);
    }
    RelNode plan = planning.optimize(query);
    return new RowSource(
        new ProjectNode(
            PlanCompiler.compile(plan),
            compile(ExpressionCompiler.over(plan.getRowType()), values)),
        planning.explain(plan));
  }

  /** One row of values that use no columns. */
  static RowSource ofRow(List<RexNode> values, TargetTable target) {
    return ofRows(List.of(List.of()), values, target);
  }

  private static RowSource ofRows(
      List<List<RexNode>> rows, List<RexNode> values, TargetTable target) {
    List<ColumnType> types =
        target.definition().columns().stream().map(ColumnDefinition::type).toList();
    List<List<Expression>> compiled = new ArrayList<>();
    for (List<RexNode> row : rows) {
      RexShuttle substitution =
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
              // Of the type that all rows have in common, which decides how it is stored.
              return PydbRexBuilder.INSTANCE.ensureType(
                  reference.getType(), row.get(reference.getIndex()), false);
            }
          };
      compiled.add(compile(ExpressionCompiler.WITHOUT_INPUT, substitution.visitList(values)));
    }
    return new RowSource(
        new ValuesNode(types, compiled),
        new PlanStep(PlanStep.UNMEASURED, "Values", rows.size(), List.of(), List.of()));
  }

  private static List<Expression> compile(ExpressionCompiler compiler, List<RexNode> values) {
    return compiler.compileAll(values);
  }

  /** Collects the rows of VALUES; false if the rows come from anywhere else. */
  private static boolean collectRows(RelNode node, List<List<RexNode>> rows) {
    if (node instanceof Values values) {
      values.getTuples().forEach(tuple -> rows.add(List.copyOf(tuple)));
      return true;
    }
    if (node instanceof Project project && project.getInput() instanceof Values values) {
      List<RexNode> row = rowOf(project, values);
      return row != null && rows.add(row);
    }
    return node instanceof Union union
        && union.all
        && union.getInputs().stream().allMatch(input -> collectRows(input, rows));
  }

  /** The row of a projection over one row of nothing. */
  private static @Nullable List<RexNode> rowOf(Project project, Values values) {
    boolean isOneRow =
        values.getTuples().size() == 1
            && project.getProjects().stream().noneMatch(RowSource::usesColumns)
            && !RexUtil.SubQueryFinder.containsSubQuery(project);
    return isOneRow ? project.getProjects() : null;
  }

  private static boolean usesColumns(RexNode node) {
    boolean[] uses = {false};
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            uses[0] = true;
            return reference;
          }
        });
    return uses[0];
  }
}
