package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups rows that come in the order of what they are grouped by, and computes aggregates for each
 * group; its rows have the same order.
 */
public final class PydbStreamAggregate extends Aggregate implements PydbRel {
  private static final double ROW = 0.4;
  private static final double CALL = 0.3;
  private static final double GROUP = 0.7;

  private PydbStreamAggregate(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<AggregateCall> aggCalls) {
    super(cluster, traits, List.of(), input, groupSet, List.of(groupSet), aggCalls);
  }

  /**
   * The groups of an aggregate that groups by one set of columns.
   *
   * @param input has this order
   * @param order by the columns that are grouped by, and no others
   */
  public static PydbStreamAggregate create(Aggregate aggregate, RelNode input, RelCollation order) {
    RelOptCluster cluster = aggregate.getCluster();
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RelFieldCollation field : order.getFieldCollations()) {
      fields.add(field.withFieldIndex(aggregate.getGroupSet().indexOf(field.getFieldIndex())));
    }
    return new PydbStreamAggregate(
        cluster,
        cluster.traitSetOf(PydbConvention.INSTANCE).replace(RelCollations.of(fields)),
        input,
        aggregate.getGroupSet(),
        aggregate.getAggCallList());
  }

  /**
   * By how many of the first columns of its key a scan is grouped whose rows come here; 0 if there
   * is no such scan.
   */
  public int scanColumns() {
    PydbScan scan = ParallelSteps.driver(getInput());
    return scan == null ? 0 : scan.bounds().pointCount() + getGroupCount();
  }

  /** The order in which groups come. */
  public RelCollation order() {
    return Orders.of(getTraitSet());
  }

  @Override
  public Aggregate copy(
      RelTraitSet traitSet,
      RelNode newInput,
      ImmutableBitSet newGroupSet,
      @Nullable List<ImmutableBitSet> newGroupSets,
      List<AggregateCall> newAggCalls) {
    return new PydbStreamAggregate(getCluster(), traitSet, newInput, newGroupSet, newAggCalls);
  }

  @Override
  public DeriveMode getDeriveMode() {
    return DeriveMode.PROHIBITED;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(
        mq.getRowCount(getInput()) * (ROW + CALL * aggCalls.size()) + mq.getRowCount(this) * GROUP);
  }
}
