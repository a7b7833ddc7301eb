package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Has a projection in a sub-query take the outer columns that nothing below it has asked for in a
 * step of its own, before those that are known below.
 *
 * <p>Calcite's decorrelation joins the input of a step with the values of outer columns that the
 * input does not give yet, but with those of all that the step asks for; and then forgets that the
 * input has some of them already, and with them the condition that has brought them in.
 *
 * <pre>
 *   Project(b.x, t.name, t.id)          Project(b.x, name, t.id)
 *     Filter(b.id = t.id)         →       Project(b.*, t.name)
 *       b                                   Filter(b.id = t.id)
 *                                             b
 * </pre>
 */
final class NewOuterColumns {

  private NewOuterColumns() {}

  /** The tree with more projections. */
  static RelNode first(RelNode node) {
    RelNode above = Inputs.changed(node, NewOuterColumns::first);
    if (!(above instanceof Project project)) {
      return above;
    }
    Set<RexFieldAccess> added = OuterReferences.of(project.getProjects());
    int count = added.size();
    if (count > 1) {
      added.removeAll(OuterReferences.of(project.getInput()));
    }
    return added.isEmpty() || added.size() == count
        ? project
        : after(project, new ArrayList<>(added));
  }

  private static RelNode after(Project project, List<RexFieldAccess> added) {
    RelNode input = project.getInput();
    RexBuilder builder = project.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>(builder.identityProjects(input.getRowType()));
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    for (RexFieldAccess column : added) {
      names.add("outer" + columns.size());
      columns.add(column);
    }
    RelNode first = LogicalProject.create(input, List.of(), columns, names, Set.of());
    RexShuttle renaming =
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            int number = added.indexOf(access);
            return number < 0
                ? super.visitFieldAccess(access)
                : builder.makeInputRef(first, input.getRowType().getFieldCount() + number);
          }
        };
    return LogicalProject.create(
        first,
        project.getHints(),
        renaming.apply(project.getProjects()),
        project.getRowType(),
        project.getVariablesSet());
  }
}
