package org.pydb.calcite.convert;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.api.SqlError;

/**
 * Tells each {@code Correlate} which columns of its left row the right side refers to: all of them,
 * however deep. Calcite's rules forget some when they move expressions, and a column that is not
 * named there is not given to the right side.
 */
final class OuterColumns {

  private OuterColumns() {}

  /** The tree with the columns named. */
  static RelNode name(RelNode node) {
    List<RelNode> inputs = node.getInputs().stream().map(OuterColumns::name).toList();
    if (!(node instanceof Correlate correlate)) {
      return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }
    RelNode left = inputs.get(0);
    RelNode right = inputs.get(1);
    ImmutableBitSet used =
        RelOptUtil.correlationColumns(correlate.getCorrelationId(), right)
            .intersect(ImmutableBitSet.range(left.getRowType().getFieldCount()));
    return correlate.copy(
        correlate.getTraitSet(),
        left,
        right,
        correlate.getCorrelationId(),
        used,
        correlate.getJoinType());
  }

  /**
   * Checks that every row that a sub-query refers to is given to it.
   *
   * @throws SqlError 0A000 if one is not
   */
  static void check(RelNode root) {
    check(root, Set.of());
  }

  private static void check(RelNode node, Set<CorrelationId> given) {
    if (!CorrelationUse.ofStep(node).isWithin(given)) {
      throw new SqlError(
          "0A000",
          "a sub-query that refers to columns of the query around it is not supported in this place;"
              + " a join with its rows, or a sub-query in FROM that computes it before, would do");
    }
    Set<CorrelationId> within = given;
    for (RelNode input : node.getInputs()) {
      check(input, within);
      if (node instanceof Correlate correlate) {
        within = new LinkedHashSet<>(given);
        within.add(correlate.getCorrelationId());
      }
    }
  }
}
