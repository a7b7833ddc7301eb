package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.pydb.calcite.rel.Inputs;

/**
 * Calcite's decorrelation, whose rules build with {@link PlainBuilder}. They would else simplify
 * conditions, with an order of values that is not that of the columns: of UUIDs, say, of which half
 * are below zero for Java, so that {@code BETWEEN} two of them was false for all.
 */
final class PlainDecorrelator extends RelDecorrelator {

  private PlainDecorrelator(CorelMap map, RelNode root, RelBuilder builder) {
    super(map, root.getCluster().getPlanner().getContext(), builder);
  }

  /** The tree without correlations, as far as that goes. */
  static RelNode run(RelNode root) {
    CorelMap map = new CorelMapBuilder().build(root);
    if (!map.hasCorrelation()) {
      return root;
    }
    RelBuilder builder = PlainBuilder.FACTORY.create(root.getCluster(), null);
    PlainDecorrelator decorrelator = new PlainDecorrelator(map, root, builder);
    RelNode changed = decorrelator.removeCorrelationViaRule(root);
    RelNode joined =
        decorrelator.cm.getMapCorToCorRel().isEmpty() ? changed : decorrelator.decorrelate(changed);
    return withoutSelfEqualities(RelOptUtil.propagateRelHints(joined, true));
  }

  /** Where a column of the sub-query took the place of the outer one it is compared with itself. */
  private static RelNode withoutSelfEqualities(RelNode node) {
    RelNode above = Inputs.changed(node, PlainDecorrelator::withoutSelfEqualities);
    if (!(above instanceof Filter filter)) {
      return above;
    }
    RexBuilder rex = node.getCluster().getRexBuilder();
    List<RexNode> parts = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(filter.getCondition())) {
      if (!(part instanceof RexCall call) || !isSelfEquality(call)) {
        parts.add(part);
      } else if (call.getOperands().get(0).getType().isNullable()) {
        parts.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, call.getOperands().get(0)));
      }
    }
    return parts.isEmpty()
        ? filter.getInput()
        : filter.copy(
            filter.getTraitSet(), filter.getInput(), RexUtil.composeConjunction(rex, parts));
  }

  private static boolean isSelfEquality(RexCall call) {
    return call.getKind() == SqlKind.EQUALS
        && call.getOperands().get(0) instanceof RexInputRef
        && call.getOperands().get(0).equals(call.getOperands().get(1));
  }

  @Override
  protected RelBuilderFactory relBuilderFactory() {
    return PlainBuilder.FACTORY;
  }
}
