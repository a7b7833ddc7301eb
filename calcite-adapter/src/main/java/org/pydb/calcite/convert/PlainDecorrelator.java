package org.pydb.calcite.convert;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

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
    return RelOptUtil.propagateRelHints(joined, true);
  }

  @Override
  protected RelBuilderFactory relBuilderFactory() {
    return PlainBuilder.FACTORY;
  }
}
