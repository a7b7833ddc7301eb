package org.pydb.calcite.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.estimate.ColumnEstimate;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.schema.IndexDefinition;

/** How many different values columns have together. Stateless. */
final class DistinctValues {
  private static final double MONTHS = 12;
  private static final double DAYS = 31;
  private static final double DAYS_A_YEAR = 365;

  private DistinctValues() {}

  /**
   * The different values of one column among some rows of those it comes from; NaN if nothing is
   * known.
   *
   * @param rowCount how many rows there are
   */
  static double of(RelNode rel, int column, double rowCount) {
    ColumnEstimate estimate = ColumnOrigin.estimate(rel, column);
    if (estimate != null) {
      return among(estimate.distinctCount(), estimate.table().getRowCount(), rowCount);
    }
    Project project = project(rel);
    return project == null
        ? Double.NaN
        : ofExpression(project.getInput(), project.getProjects().get(column), rowCount);
  }

  /**
   * How many of some different values are met by some of the rows: those that are drawn at random
   * leave few values out as long as there are many of each.
   */
  static double among(double distinct, double all, double drawn) {
    if (drawn >= all || distinct <= 1) {
      return Math.min(distinct, Math.max(1, drawn));
    }
    double perValue = Math.max(1, all / distinct);
    double left = Math.pow(1 - drawn / all, perValue);
    return Math.max(1, Math.min(drawn, distinct * (1 - left)));
  }

  /** What computes the columns of an expression; null if that is not just below. */
  private static @Nullable Project project(RelNode rel) {
    RelNode node = rel instanceof RelSubset subset ? subset.getBestOrOriginal() : rel.stripped();
    if (node instanceof Project project) {
      return project;
    }
    return node instanceof Filter || node instanceof Sort ? project(node.getInput(0)) : null;
  }

  /** An expression has no more values than the columns that it is made of. */
  private static double ofExpression(RelNode input, RexNode expression, double rowCount) {
    if (expression instanceof RexLiteral) {
      return 1;
    }
    double distinct = 1;
    for (int column : RelOptUtil.InputFinder.bits(expression)) {
      distinct *= of(input, column, rowCount);
    }
    return Math.min(distinct, parts(expression, distinct));
  }

  /** The values that a part of a date can have. */
  private static double parts(RexNode expression, double distinct) {
    if (expression.getKind() != SqlKind.EXTRACT
        || !(((RexCall) expression).getOperands().get(0) instanceof RexLiteral unit)) {
      return distinct;
    }
    return switch (String.valueOf(unit.getValue())) {
      case "MONTH" -> MONTHS;
      case "DAY" -> DAYS;
      case "YEAR" -> Math.max(1, distinct / DAYS_A_YEAR);
      default -> distinct;
    };
  }

  /**
   * The groups that some columns make.
   *
   * @param rowCount how many rows are grouped
   * @return NaN if nothing is known of one of them
   */
  static double groups(RelNode rel, ImmutableBitSet columns, double rowCount) {
    Map<PydbTable, List<Integer>> tables = new HashMap<>();
    Map<PydbTable, Double> counts = new HashMap<>();
    double groups = 1;
    for (int column : columns) {
      if (isFixed(rel, column)) {
        continue;
      }
      double distinct = of(rel, column, rowCount);
      if (Double.isNaN(distinct)) {
        return Double.NaN;
      }
      ColumnOrigin origin = ColumnOrigin.of(rel, column);
      if (origin == null) {
        groups *= distinct;
      } else {
        tables.computeIfAbsent(origin.table(), table -> new ArrayList<>()).add(origin.column());
        counts.merge(origin.table(), distinct, (a, b) -> a * b);
      }
    }
    for (Map.Entry<PydbTable, List<Integer>> entry : tables.entrySet()) {
      PydbTable table = entry.getKey();
      double known = together(table, entry.getValue());
      groups *= Math.min(counts.getOrDefault(table, 1.0), Math.min(known, table.getRowCount()));
    }
    return Math.max(1, Math.min(groups, rowCount));
  }

  /** Whether a scan gives only rows with one value in a column, whichever that is. */
  private static boolean isFixed(RelNode rel, int column) {
    RelNode node = rel instanceof RelSubset subset ? subset.getBestOrOriginal() : rel.stripped();
    return node instanceof PydbScan scan && scan.isFixed(column);
  }

  /** The combinations of columns of one table, if a key begins with them; else infinity. */
  static double together(PydbTable table, List<Integer> columns) {
    TableProfile profile = table.statistics().profile();
    double least = Double.POSITIVE_INFINITY;
    if (profile == null) {
      return least;
    }
    var primaryKey = table.definition().primaryKey();
    if (primaryKey != null) {
      least =
          prefix(primaryKey.columns(), columns, profile.prefixes().get(table.definition().id()));
    }
    for (IndexDefinition index : table.definition().indexes()) {
      if (index.isPartial()) {
        continue;
      }
      least =
          Math.min(
              least, prefix(index.keyColumns(), columns, profile.prefixes().get(index.treeId())));
    }
    return least;
  }

  /** What is known of the shortest beginning of a key that has all of the columns. */
  private static double prefix(
      List<Integer> key, List<Integer> columns, double @Nullable [] counts) {
    for (int length = columns.size(); counts != null && length <= counts.length; length++) {
      if (key.subList(0, length).containsAll(columns)) {
        double count = counts[length - 1];
        return Double.isNaN(count) ? Double.POSITIVE_INFINITY : Math.max(1, count);
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
