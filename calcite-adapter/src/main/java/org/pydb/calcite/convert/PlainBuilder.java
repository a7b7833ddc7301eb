package org.pydb.calcite.convert;

import com.google.common.collect.ImmutableSet;
import java.util.Set;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Builds relational expressions as they are asked for. Calcite's builder would also simplify their
 * conditions, not always rightly.
 */
public final class PlainBuilder {

  private static final RelFactories.FilterFactory FILTERS = PlainBuilder::filter;

  private static final RelBuilder.Config CONFIG = RelBuilder.Config.DEFAULT.withSimplify(false);

  /** What rules build with. */
  public static final RelBuilderFactory FACTORY = RelBuilder.proto(context(CONFIG));

  /** What the converter builds with. */
  static final RelBuilderFactory OF_CONVERTER =
      (cluster, schema) -> new ConversionBuilder(CONFIG, cluster, schema);

  private PlainBuilder() {}

  static Context context(RelBuilder.Config config) {
    return Contexts.of(config, FILTERS);
  }

  /** A filter by a condition that may be cast to "never NULL", which Calcite's filters refuse. */
  static LogicalFilter filter(RelNode input, RexNode condition, Set<CorrelationId> variables) {
    return LogicalFilter.create(
        input,
        RexUtil.removeNullabilityCast(input.getCluster().getTypeFactory(), condition),
        ImmutableSet.copyOf(variables));
  }
}
