package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.ComputedColumns;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rex.ConstantFolding;
import org.pydb.calcite.rex.MovedInputs;

/**
 * Gathers what a query wants of each table into one expression: the columns that are used above,
 * and the condition that its rows must meet.
 *
 * <pre>
 *   Project(name)                        LogicalScan(track, columns = [name],
 *     Filter(album_id = 7)          →                condition = album_id = 7)
 *       TableScan(track)
 * </pre>
 */
public final class ScanFusion {

  private ScanFusion() {}

  /** The tree with a {@link LogicalScan} for each table, or nothing where no row can be. */
  public static RelNode run(RelNode node) {
    if (node instanceof Filter filter) {
      RexNode condition = ConstantFolding.foldCondition(filter.getCondition());
      if (condition.isAlwaysFalse()) {
        return LogicalValues.createEmpty(node.getCluster(), node.getRowType());
      }
      if (condition.isAlwaysTrue()) {
        return run(filter.getInput());
      }
    }
    if (node instanceof Project project) {
      RelNode fused = project(project);
      if (fused != null) {
        return fused;
      }
    }
    LogicalScan scan = scan(node);
    if (scan != null) {
      return scan;
    }
    RelNode fused = withFusedInputs(node);
    return fused instanceof Aggregate aggregate ? narrowed(aggregate) : fused;
  }

  private static RelNode withFusedInputs(RelNode node) {
    List<RelNode> inputs = new ArrayList<>();
    boolean changed = false;
    for (RelNode input : node.getInputs()) {
      RelNode fused = run(input);
      changed |= fused != input;
      inputs.add(fused);
    }
    return changed ? node.copy(node.getTraitSet(), inputs) : node;
  }

  /** An aggregate of a table: the scan gives only the columns that it uses. */
  private static RelNode narrowed(Aggregate aggregate) {
    if (!(aggregate.getInput() instanceof LogicalScan scan)) {
      return aggregate;
    }
    ImmutableBitSet used = ImmutableBitSet.of(RelOptUtil.getAllFields(aggregate));
    if (used.cardinality() == scan.columns().size()) {
      return aggregate;
    }
    LogicalScan narrow =
        new LogicalScan(
            scan.getCluster(),
            scan.table(),
            used.asList().stream().map(scan.columns()::get).toList(),
            scan.condition());
    Map<Integer, Integer> places = new HashMap<>();
    used.forEach(column -> places.put(column, places.size()));
    Mappings.TargetMapping mapping =
        Mappings.target(places, scan.getRowType().getFieldCount(), places.size());
    return aggregate.copy(
        aggregate.getTraitSet(),
        narrow,
        aggregate.getGroupSet().permute(places),
        aggregate.getGroupSets().stream().map(set -> set.permute(places)).toList(),
        aggregate.getAggCallList().stream().map(call -> call.transform(mapping)).toList());
  }

  /** A table, filtered and with some of its columns; null if the node is anything else. */
  private static @Nullable LogicalScan scan(RelNode node) {
    if (node instanceof TableScan scan && PydbTable.isOurs(scan.getTable())) {
      PydbTable table = PydbTable.of(scan.getTable());
      return new LogicalScan(scan.getCluster(), table, table.ordinals(), null);
    }
    if (node instanceof Filter filter && isScannable(filter)) {
      LogicalScan below = scan(filter.getInput());
      return below == null ? null : filtered(below, filter.getCondition());
    }
    if (node instanceof Project project && isSelection(project)) {
      LogicalScan below = scan(project.getInput());
      return below == null ? null : narrowed(below, project.getProjects());
    }
    return null;
  }

  private static @Nullable LogicalScan filtered(LogicalScan below, RexNode filter) {
    RexNode condition = ConstantFolding.foldCondition(filter);
    if (condition.isAlwaysFalse()) {
      return null;
    }
    List<RexNode> parts = new ArrayList<>(below.conjuncts());
    RexNode ofTable =
        below.table().computed().read(MovedInputs.of(condition, below.columns()::get));
    parts.addAll(RelOptUtil.conjunctions(ofTable));
    return new LogicalScan(
        below.getCluster(),
        below.table(),
        below.columns(),
        LogicalScan.and(below.getCluster(), parts));
  }

  private static LogicalScan narrowed(LogicalScan below, List<RexNode> columns) {
    return new LogicalScan(
        below.getCluster(),
        below.table(),
        columns.stream().map(e -> below.columns().get(((RexInputRef) e).getIndex())).toList(),
        below.condition());
  }

  /** Whether a projection gives some columns, each once, and nothing else. */
  private static boolean isSelection(Project project) {
    return project.getVariablesSet().isEmpty() && areColumns(project.getProjects());
  }

  private static boolean areColumns(List<RexNode> expressions) {
    return expressions.stream().allMatch(RexInputRef.class::isInstance)
        && expressions.stream().distinct().count() == expressions.size();
  }

  /** A condition that a scan can check by itself. */
  private static boolean isScannable(Filter filter) {
    return filter.getVariablesSet().isEmpty()
        && PlanRules.of(filter.getCluster()).isOn(PlanRule.SCAN_FILTERS);
  }

  /** A projection of a table: the scan gives only the columns that it uses. */
  private static @Nullable RelNode project(Project project) {
    LogicalScan below = scan(project.getInput());
    if (below == null || isSelection(project) || !project.getVariablesSet().isEmpty()) {
      return null;
    }
    ComputedColumns computed = below.table().computed();
    List<RexNode> expressions =
        project.getProjects().stream()
            .map(e -> computed.read(MovedInputs.of(e, below.columns()::get)))
            .toList();
    if (areColumns(expressions)) {
      List<Integer> columns = expressions.stream().map(e -> ((RexInputRef) e).getIndex()).toList();
      return new LogicalScan(project.getCluster(), below.table(), columns, below.condition());
    }
    List<Integer> used = RelOptUtil.InputFinder.bits(expressions, null).asList();
    LogicalScan narrow =
        new LogicalScan(project.getCluster(), below.table(), used, below.condition());
    return LogicalProject.create(
        narrow,
        project.getHints(),
        expressions.stream().map(e -> MovedInputs.of(e, used::indexOf)).toList(),
        project.getRowType(),
        project.getVariablesSet());
  }
}
