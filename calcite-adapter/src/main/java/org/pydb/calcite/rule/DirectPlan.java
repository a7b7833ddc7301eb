package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbScan;

/**
 * Plans that need no search: where nothing is joined, each step has but one way to go, and each
 * table is read in the cheapest way, or in the order that is asked for. Statements that look for
 * rows by a key are of this kind; the search would cost them more than all the rest of planning.
 */
public final class DirectPlan {

  private DirectPlan() {}

  /**
   * The physical plan for a tree whose rows are to have an order, which may be none; null if there
   * is something to choose, or no way at all.
   */
  public static @Nullable RelNode of(RelNode logical, RelCollation order) {
    if (!PlanRules.of(logical.getCluster()).isOn(PlanRule.DIRECT_PLANS)) {
      return null;
    }
    if (logical instanceof Sort sort && sort.getCollation().equals(order)) {
      return OrderedPlan.of(sort);
    }
    return order.getFieldCollations().isEmpty() ? of(logical) : OrderedPlan.of(logical, order);
  }

  /** The physical plan for a tree; null if there is something to choose, or no way at all. */
  private static @Nullable RelNode of(RelNode logical) {
    if (logical instanceof LogicalScan scan) {
      return scan.table().isSystem() ? SystemSteps.plan(scan) : cheapest(scan);
    }
    if (logical instanceof Sort sort) {
      return OrderedPlan.of(sort);
    }
    if (logical instanceof Aggregate aggregate) {
      return grouped(aggregate);
    }
    boolean hasOneWay =
        logical instanceof Filter
            || logical instanceof Project
            || logical instanceof Values
            || logical instanceof Union;
    return hasOneWay ? step(logical) : null;
  }

  private static @Nullable RelNode grouped(Aggregate aggregate) {
    RelNode hashed = step(aggregate);
    RelNode extremum = hashed == null ? null : ExtremumPlan.of(aggregate, hashed);
    if (extremum != null) {
      return extremum;
    }
    RelNode streamed =
        hashed instanceof PydbHashAggregate
            ? AggregateSteps.streamed(aggregate, OrderedPlan::of)
            : null;
    if (streamed == null || hashed == null) {
      return hashed;
    }
    RelMetadataQuery metadata = aggregate.getCluster().getMetadataQuery();
    return OrderedPlan.cost(streamed, metadata) < OrderedPlan.cost(hashed, metadata)
        ? streamed
        : hashed;
  }

  private static @Nullable RelNode step(RelNode logical) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : logical.getInputs()) {
      RelNode physical = of(input);
      if (physical == null) {
        return null;
      }
      inputs.add(physical);
    }
    RelNode step = inputs.isEmpty() ? logical : logical.copy(logical.getTraitSet(), inputs);
    List<? extends RelNode> ways = PhysicalRule.alternatives(step);
    return ways.isEmpty() ? null : ways.get(0);
  }

  /** The cheapest way to read a table. */
  static PydbScan cheapest(LogicalScan scan) {
    RelMetadataQuery metadata = scan.getCluster().getMetadataQuery();
    return ScanAlternatives.of(scan).stream()
        .min(Comparator.comparingDouble(way -> cost(way, metadata)))
        .orElseThrow();
  }

  private static double cost(RelNode scan, RelMetadataQuery metadata) {
    RelOptCost cost = scan.computeSelfCost(scan.getCluster().getPlanner(), metadata);
    return cost == null ? Double.POSITIVE_INFINITY : cost.getCpu();
  }
}
