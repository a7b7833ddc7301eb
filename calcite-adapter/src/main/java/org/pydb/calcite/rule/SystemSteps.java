package org.pydb.calcite.rule;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbSystemScan;
import org.pydb.calcite.rex.MovedInputs;
import org.pydb.calcite.system.SystemTable;

/** The only way to read a system table: to compute all of its rows, and look at them one by one. */
final class SystemSteps {

  private SystemSteps() {}

  static List<RelNode> of(LogicalScan scan) {
    RelNode plan = plan(scan);
    return plan == null ? List.of() : List.of(plan);
  }

  /** The plan, or null if there is no operator for the condition. */
  static @Nullable RelNode plan(LogicalScan scan) {
    PydbTable table = scan.table();
    SystemTable system = table.system();
    if (system == null) {
      throw new IllegalArgumentException(table + " is stored");
    }
    RexNode condition = scan.condition();
    TreeSet<Integer> read = new TreeSet<>(scan.columns());
    if (condition != null) {
      RelOptUtil.InputFinder.bits(condition).forEach(read::add);
    }
    List<Integer> columns = List.copyOf(read);
    RelNode rows =
        new PydbSystemScan(scan.getCluster(), PhysicalRule.traits(scan), table, system, columns);
    if (condition != null) {
      RexNode ofRead = MovedInputs.of(condition, columns::indexOf);
      List<RelNode> filtered = RowSteps.filter(LogicalFilter.create(rows, ofRead));
      if (filtered.isEmpty()) {
        return null;
      }
      rows = filtered.get(0);
    }
    return columns.equals(scan.columns()) ? rows : narrowed(rows, scan, columns);
  }

  private static RelNode narrowed(RelNode rows, LogicalScan scan, List<Integer> columns) {
    List<RexNode> wanted =
        scan.columns().stream()
            .map(column -> (RexNode) RexInputRef.of(columns.indexOf(column), rows.getRowType()))
            .toList();
    LogicalProject project =
        LogicalProject.create(rows, List.of(), wanted, scan.getRowType(), Set.of());
    return RowSteps.project(project).get(0);
  }
}
