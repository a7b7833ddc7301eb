package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
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
  private final @Nullable RelCollation ties;

  /**
   * A limit; null stands for no offset, or for all rows.
   *
   * @param fetch may ask for ties
   * @param collation by which rows are equal to the last one
   */
  public static PydbLimit of(
      RelTraitSet traits,
      RelNode input,
      RelCollation collation,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    boolean hasTies = RowLimit.isWithTies(fetch);
    return new PydbLimit(
        input.getCluster(),
        traits,
        input,
        offset,
        hasTies ? RowLimit.number(fetch) : fetch,
        hasTies ? collation : null);
  }

  /** A limit; null stands for no offset, for all rows, or for no ties. */
  private PydbLimit(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      @Nullable RexNode offset,
      @Nullable RexNode fetch,
      @Nullable RelCollation ties) {
    super(cluster, traits, input);
    this.offset = offset;
    this.fetch = fetch;
    this.ties = ties;
  }

  /** How many rows are skipped; null for none. */
  public @Nullable RexNode offset() {
    return offset;
  }

  /** How many rows are given at most; null for all. */
  public @Nullable RexNode fetch() {
    return fetch;
  }

  /** By which columns rows are equal that are given behind the last one; null for none. */
  public @Nullable RelCollation ties() {
    return ties;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbLimit(getCluster(), traitSet, inputs.get(0), offset, fetch, ties);
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
        .itemIf("fetch", fetch, fetch != null)
        .itemIf("ties", ties, ties != null);
  }
}
