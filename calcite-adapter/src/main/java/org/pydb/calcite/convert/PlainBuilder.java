package org.pydb.calcite.convert;

import com.google.common.collect.ImmutableSet;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Builds relational expressions as they are asked for. Calcite's builder would also simplify their
 * conditions, not always rightly.
 */
public final class PlainBuilder {

  /**
   * Makes filters of conditions that some of Calcite's rules cast to "never NULL", which its
   * filters refuse.
   */
  private static final RelFactories.FilterFactory FILTERS =
      (input, condition, correlations) ->
          LogicalFilter.create(
              input,
              RexUtil.removeNullabilityCast(input.getCluster().getTypeFactory(), condition),
              ImmutableSet.copyOf(correlations));

  /** What rules build with. */
  public static final RelBuilderFactory FACTORY =
      RelBuilder.proto(Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false), FILTERS));

  private PlainBuilder() {}
}
