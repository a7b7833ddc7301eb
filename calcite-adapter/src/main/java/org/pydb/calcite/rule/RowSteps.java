package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.pydb.calcite.rel.PydbFilter;
import org.pydb.calcite.rel.PydbProject;
import org.pydb.calcite.rel.PydbValues;
import org.pydb.calcite.rex.ExpressionCompiler;

/** Steps that look at one row at a time. */
final class RowSteps {

  private RowSteps() {}

  static List<RelNode> filter(Filter filter) {
    RelNode input = filter.getInput();
    boolean isOurs =
        filter.getVariablesSet().isEmpty()
            && ExpressionCompiler.supports(input.getRowType(), List.of(filter.getCondition()));
    return isOurs
        ? List.of(
            new PydbFilter(
                filter.getCluster(),
                PhysicalRule.traits(filter),
                PhysicalRule.physical(input),
                filter.getCondition()))
        : List.of();
  }

  static List<RelNode> project(Project project) {
    RelNode input = project.getInput();
    boolean isOurs =
        project.getVariablesSet().isEmpty()
            && ExpressionCompiler.supports(input.getRowType(), project.getProjects());
    return isOurs
        ? List.of(
            new PydbProject(
                project.getCluster(),
                PhysicalRule.traits(project),
                PhysicalRule.physical(input),
                project.getProjects(),
                project.getRowType()))
        : List.of();
  }

  static List<RelNode> values(Values values) {
    return List.of(
        new PydbValues(
            values.getCluster(),
            PhysicalRule.traits(values),
            values.getRowType(),
            values.getTuples()));
  }
}
