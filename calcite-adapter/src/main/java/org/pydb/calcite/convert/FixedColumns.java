package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.pydb.calcite.rel.Inputs;

/**
 * Puts projections where Calcite's decorrelation must not add columns.
 *
 * <p>A decorrelated {@code Correlate} has more columns than before: those by which it is joined.
 * The steps above it are told where their columns have gone, but only some kinds of steps. A
 * semi-join or a union goes on to count from 0, and compares with the wrong column.
 *
 * <pre>
 *   Join(anti, $5 = $12)              Join(anti, $5 = $12)
 *     Correlate (12 columns)    →       Project($0 .. $11)
 *     b                                   Correlate
 *                                       b
 * </pre>
 */
final class FixedColumns {

  private FixedColumns() {}

  /** The tree with projections. */
  static RelNode below(RelNode root) {
    return fixed(inner(root));
  }

  private static RelNode inner(RelNode node) {
    return Inputs.changed(node, input -> isTold(node) ? inner(input) : fixed(inner(input)));
  }

  /** Whether a step is told where the columns of its inputs have gone. */
  private static boolean isTold(RelNode node) {
    return node instanceof Project
        || node instanceof Filter
        || node instanceof Aggregate
        || node instanceof Sort
        || node instanceof Correlate
        || (node instanceof Join join && join.getJoinType().projectsRight());
  }

  private static RelNode fixed(RelNode node) {
    if (node instanceof Project || !TreeFeatures.of(node).hasCorrelate()) {
      return node;
    }
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
      columns.add(node.getCluster().getRexBuilder().makeInputRef(node, i));
    }
    List<String> names = node.getRowType().getFieldNames();
    return LogicalProject.create(node, List.of(), columns, names, Set.of());
  }
}
