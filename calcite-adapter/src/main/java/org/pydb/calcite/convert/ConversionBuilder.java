package org.pydb.calcite.convert;

import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the converter builds with. Calcite's builder makes one projection of two, also where the
 * upper one has a sub-query that names columns of the row between them. The converter then takes
 * the expressions of the result, which are over the lower row, for expressions over the upper one.
 */
final class ConversionBuilder extends RelBuilder {

  private final Config config;

  ConversionBuilder(Config config, RelOptCluster cluster, @Nullable RelOptSchema schema) {
    super(PlainBuilder.context(config), cluster, schema);
    this.config = config;
  }

  @Override
  public RelBuilder transform(UnaryOperator<Config> change) {
    return new ConversionBuilder(change.apply(config), cluster, relOptSchema);
  }

  @Override
  public RelBuilder project(
      Iterable<? extends RexNode> nodes,
      Iterable<? extends @Nullable String> names,
      boolean force,
      Iterable<CorrelationId> variables) {
    if (!(peek() instanceof Project) || !isCorrelated(nodes)) {
      return super.project(nodes, names, force, variables);
    }
    RelNode input = build();
    RelBuilder apart = super.transform(merging -> merging.withBloat(-1)).push(input);
    return push(apart.project(nodes, names, force, variables).build());
  }

  private static boolean isCorrelated(Iterable<? extends RexNode> nodes) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .anyMatch(node -> !new CorrelationUse(node).all().isEmpty());
  }
}
