package org.pydb.calcite.convert;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.pydb.calcite.rel.Inputs;

/**
 * Groups whose keys are constants: one if there are rows, none if there are not. Calcite's
 * decorrelation leaves such keys out, and what has no keys is one group in any case: so {@code
 * EXISTS} over an empty table became true.
 *
 * <pre>
 *   Aggregate(group={0})         Sort(fetch=1)
 *     Project(true)         →      Project(true)
 *       t                            t
 * </pre>
 */
final class ConstantGroups {

  private ConstantGroups() {}

  /** The tree with a first row instead of such groups, where nothing is computed for them. */
  static RelNode limit(RelNode node) {
    RelNode above = Inputs.changed(node, ConstantGroups::limit);
    return above instanceof Aggregate groups && isOne(groups) && groups.getAggCallList().isEmpty()
        ? first(groups)
        : above;
  }

  /**
   * Whether some are left, or some have a constant among other keys: those that are left out make
   * decorrelation join by the wrong one of the others.
   */
  static boolean areIn(RelNode node) {
    return (node instanceof Aggregate groups && (isOne(groups) || isMixed(groups)))
        || node.getInputs().stream().anyMatch(ConstantGroups::areIn);
  }

  private static boolean isMixed(Aggregate groups) {
    return groups.getGroupCount() > 1
        && groups.getInput() instanceof Project project
        && groups.getGroupSet().asList().stream()
            .anyMatch(key -> RexUtil.isConstant(project.getProjects().get(key)));
  }

  private static boolean isOne(Aggregate groups) {
    return groups.getGroupType() == Aggregate.Group.SIMPLE
        && groups.getGroupCount() > 0
        && groups.getInput() instanceof Project project
        && groups.getGroupSet().asList().stream()
            .allMatch(key -> RexUtil.isConstant(project.getProjects().get(key)))
        && new CorrelationUse(groups).isWithin(givenWithin(groups));
  }

  /** The rows that a tree itself gives to parts of it. */
  private static Set<CorrelationId> givenWithin(RelNode tree) {
    Set<CorrelationId> given = new HashSet<>();
    if (tree instanceof Correlate correlate) {
      given.add(correlate.getCorrelationId());
    }
    tree.getInputs().forEach(input -> given.addAll(givenWithin(input)));
    return given;
  }

  private static RelNode first(Aggregate groups) {
    Project project = (Project) groups.getInput();
    List<RexNode> keys =
        groups.getGroupSet().asList().stream().map(project.getProjects()::get).toList();
    RelNode rows =
        LogicalProject.create(
            project.getInput(), List.of(), keys, groups.getRowType().getFieldNames(), Set.of());
    RexNode one = groups.getCluster().getRexBuilder().makeExactLiteral(BigDecimal.ONE);
    return LogicalSort.create(rows, RelCollations.EMPTY, null, one);
  }
}
