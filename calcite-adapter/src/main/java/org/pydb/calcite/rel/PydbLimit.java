package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A run of its input's rows: some are skipped, then so many are given. If the query has an order,
 * the input is required to have it: which rows are given depends on it.
 */
public final class PydbLimit extends SingleRel implements PydbRel {
  private final @Nullable RexNode offset;
  private final @Nullable RexNode fetch;

  /** A limit; null stands for no offset, or for all rows. */
  public PydbLimit(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    super(cluster, traits, input);
    this.offset = offset;
    this.fetch = fetch;
  }

  /** How many rows are skipped; null for none. */
  public @Nullable RexNode offset() {
    return offset;
  }

  /** How many rows are given at most; null for all. */
  public @Nullable RexNode fetch() {
    return fetch;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbLimit(getCluster(), traitSet, inputs.get(0), offset, fetch);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return RowLimit.rowCount(mq.getRowCount(getInput()), offset, fetch);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(1);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .itemIf("offset", offset, offset != null)
        .itemIf("fetch", fetch, fetch != null);
  }
}
