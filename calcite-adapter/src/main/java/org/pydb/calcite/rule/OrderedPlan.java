package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rel.PydbSort;
import org.pydb.calcite.rel.PydbTopN;
import org.pydb.calcite.rel.RowLimit;

/**
 * The plan for rows of one table in an order, or the first of them. There is one thing to choose:
 * to read the table in the cheapest way and sort, or to read it in the order.
 *
 * <pre>
 *   Limit                  Top-N
 *     Project                Project
 *       Scan by name           cheapest scan
 * </pre>
 */
final class OrderedPlan {
  private final RelCollation order;
  private final @Nullable RexNode offset;
  private final @Nullable RexNode fetch;

  /** The steps between order and scan, the highest first. */
  private final List<RelNode> steps = new ArrayList<>();

  private OrderedPlan(RelCollation order, @Nullable RexNode offset, @Nullable RexNode fetch) {
    this.order = order;
    this.offset = offset;
    this.fetch = fetch;
  }

  /** The first rows of some that have an order; null if they are not those of one table. */
  static @Nullable RelNode of(Sort sort) {
    return new OrderedPlan(sort.getCollation(), sort.offset, sort.fetch).over(sort.getInput());
  }

  /** All rows in an order; null if they are not those of one table. */
  static @Nullable RelNode of(RelNode rows, RelCollation order) {
    return new OrderedPlan(order, null, null).over(rows);
  }

  private @Nullable RelNode over(RelNode rows) {
    RelNode next = rows;
    while (next instanceof Filter || next instanceof Project) {
      steps.add(next);
      next = next.getInput(0);
    }
    return next instanceof LogicalScan table && !table.table().isSystem() ? best(table) : null;
  }

  @SuppressWarnings("ReferenceEquality") // the same scan, not an equal one
  private @Nullable RelNode best(LogicalScan table) {
    RelCollation wanted = ofTable();
    RelMetadataQuery metadata = table.getCluster().getMetadataQuery();
    PydbScan cheapest = null;
    PydbScan ordered = null;
    for (PydbScan scan : ScanAlternatives.of(table)) {
      if (cheapest == null || isLess(scan, cheapest, metadata)) {
        cheapest = scan;
      }
      boolean isOrdered = wanted != null && scan.order().satisfies(wanted);
      if (isOrdered && (ordered == null || isLess(scan, ordered, metadata))) {
        ordered = scan;
      }
    }
    assert cheapest != null : "a table can be read";
    RelNode sorted = ordered == cheapest ? null : sorted(withSteps(cheapest));
    RelNode inOrder = ordered == null ? null : limited(withSteps(ordered));
    if (sorted == null || inOrder == null) {
      return inOrder == null ? sorted : inOrder;
    }
    return cost(sorted, metadata) < costOfFirst(inOrder, metadata) ? sorted : inOrder;
  }

  /** What the first rows of an order cost: whoever has them stops to read. */
  private double costOfFirst(RelNode inOrder, RelMetadataQuery metadata) {
    double whole = cost(inOrder, metadata);
    if (fetch == null) {
      return whole;
    }
    double rows = Math.max(1, metadata.getRowCount(inOrder.getInput(0)));
    return whole * Math.min(1, RowLimit.keptCount(offset, fetch) / rows);
  }

  /** The order that the rows of the table must have; null if a step computes what is ordered by. */
  private @Nullable RelCollation ofTable() {
    List<RelFieldCollation> fields = new ArrayList<>(order.getFieldCollations());
    for (RelNode step : steps) {
      if (step instanceof Project project) {
        for (int i = 0; i < fields.size(); i++) {
          RexNode expression = project.getProjects().get(fields.get(i).getFieldIndex());
          if (!(expression instanceof RexInputRef column)) {
            return null;
          }
          fields.set(i, fields.get(i).withFieldIndex(column.getIndex()));
        }
      }
    }
    return RelCollations.of(fields);
  }

  private @Nullable RelNode withSteps(PydbScan scan) {
    RelNode top = scan;
    for (int i = steps.size() - 1; i >= 0; i--) {
      RelNode step = steps.get(i).copy(steps.get(i).getTraitSet(), List.of(top));
      List<? extends RelNode> ways = PhysicalRule.alternatives(step);
      if (ways.isEmpty()) {
        return null;
      }
      top = ways.get(0);
    }
    return top;
  }

  private @Nullable RelNode sorted(@Nullable RelNode rows) {
    if (rows == null) {
      return null;
    }
    if (order.getFieldCollations().isEmpty()) {
      return limited(rows);
    }
    if (fetch != null
        && !RowLimit.isWithTies(fetch)
        && PlanRules.of(rows.getCluster()).isOn(PlanRule.TOP_N)) {
      return new PydbTopN(
          rows.getCluster(), PhysicalRule.traits(rows).replace(order), rows, order, offset, fetch);
    }
    return limited(PydbSort.create(rows, order));
  }

  private @Nullable RelNode limited(@Nullable RelNode rows) {
    return rows == null || (offset == null && fetch == null)
        ? rows
        : PydbLimit.of(PhysicalRule.traits(rows).replace(order), rows, order, offset, fetch);
  }

  private static boolean isLess(PydbScan scan, PydbScan other, RelMetadataQuery metadata) {
    return cost(scan, metadata) < cost(other, metadata);
  }

  /** What a plan costs with all that it reads from. */
  static double cost(RelNode plan, RelMetadataQuery metadata) {
    RelOptCost own = plan.computeSelfCost(plan.getCluster().getPlanner(), metadata);
    double cost = own == null ? Double.POSITIVE_INFINITY : own.getCpu();
    for (RelNode input : plan.getInputs()) {
      cost += cost(input, metadata);
    }
    return cost;
  }
}
