package org.pydb.calcite.metadata;

import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.LosslessCast;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.estimate.ColumnEstimate;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.TableAccess;

/**
 * From which column of which table the values of a column come, as they are.
 *
 * @param table the table
 * @param column the ordinal of its column
 */
public record ColumnOrigin(PydbTable table, int column) {

  /** The origin of a column of an expression; null if its values are computed. */
  public static @Nullable ColumnOrigin of(RelNode rel, int column) {
    RelNode node = rel instanceof RelSubset subset ? subset.getBestOrOriginal() : rel.stripped();
    if (node instanceof TableAccess scan) {
      return ofTable(scan.table(), scan.columns().get(column));
    }
    if (node instanceof TableScan scan) {
      PydbTable table = PydbTable.isOurs(scan.getTable()) ? PydbTable.of(scan.getTable()) : null;
      return table != null && column < table.definition().visibleCount()
          ? ofTable(table, column)
          : null;
    }
    if (node instanceof Project project) {
      RexInputRef reference = LosslessCast.column(project.getProjects().get(column));
      return reference == null ? null : of(project.getInput(), reference.getIndex());
    }
    if (node instanceof Filter || node instanceof Sort || node instanceof PydbLimit) {
      return of(node.getInput(0), column);
    }
    if (node instanceof Join || node instanceof Correlate) {
      int leftCount = node.getInput(0).getRowType().getFieldCount();
      return column < leftCount
          ? of(node.getInput(0), column)
          : of(node.getInput(1), column - leftCount);
    }
    if (node instanceof Aggregate aggregate && column < aggregate.getGroupCount()) {
      return of(aggregate.getInput(), aggregate.getGroupSet().nth(column));
    }
    return null;
  }

  private static @Nullable ColumnOrigin ofTable(PydbTable table, int column) {
    // A keyed table has one column more than its definition.
    return column < table.definition().columns().size() ? new ColumnOrigin(table, column) : null;
  }

  /** The statistics of a column of an expression where it comes from; null if there are none. */
  public static @Nullable ColumnEstimate estimate(RelNode rel, int column) {
    ColumnOrigin origin = of(rel, column);
    return origin == null ? null : ColumnEstimate.of(origin.table, origin.column);
  }
}
