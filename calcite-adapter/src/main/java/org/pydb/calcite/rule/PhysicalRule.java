package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.pydb.calcite.rel.LogicalFunctionRows;
import org.pydb.calcite.rel.LogicalKeptRows;
import org.pydb.calcite.rel.LogicalRecursiveUnion;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.LogicalWorkingTable;
import org.pydb.calcite.rel.PydbConvention;
import org.pydb.calcite.rel.PydbFunctionRows;
import org.pydb.calcite.rel.PydbKeptRows;
import org.pydb.calcite.rel.PydbRel;

/**
 * Offers the planner the physical steps that can compute a logical expression: all of them, it
 * chooses. One rule for all kinds of expressions costs less than one for each.
 */
public final class PhysicalRule extends RelOptRule {

  /** The only instance. */
  public static final PhysicalRule INSTANCE = new PhysicalRule();

  @SuppressWarnings("deprecation") // what replaces this needs a code generator
  private PhysicalRule() {
    super(operand(RelNode.class, Convention.NONE, any()), "PhysicalRule");
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    alternatives(call.rel(0)).forEach(call::transformTo);
  }

  /** The ways to run a step: our own, or else the bridge. */
  static List<? extends RelNode> alternatives(RelNode node) {
    List<? extends RelNode> own = ownAlternatives(node);
    return own.isEmpty() ? BridgeSteps.of(node) : own;
  }

  private static List<? extends RelNode> ownAlternatives(RelNode node) {
    if (node instanceof LogicalScan scan) {
      return scan.table().isSystem() ? SystemSteps.of(scan) : ScanAlternatives.of(scan);
    }
    if (node instanceof Filter filter) {
      return RowSteps.filter(filter);
    }
    if (node instanceof Project project) {
      return RowSteps.project(project);
    }
    if (node instanceof Sort sort) {
      return SortAlternatives.of(sort);
    }
    if (node instanceof Join join) {
      return JoinAlternatives.of(join);
    }
    if (node instanceof Aggregate aggregate) {
      return AggregateSteps.of(aggregate);
    }
    if (node instanceof Window window) {
      return WindowSteps.of(window);
    }
    if (node instanceof Values values) {
      return RowSteps.values(values);
    }
    if (node instanceof Union union) {
      return SetSteps.union(union);
    }
    if (node instanceof Intersect || node instanceof Minus) {
      return SetSteps.intersectOrExcept((SetOp) node);
    }
    if (node instanceof Correlate correlate) {
      return JoinAlternatives.correlate(correlate);
    }
    if (node instanceof LogicalRecursiveUnion recursion) {
      return RecursionSteps.of(recursion);
    }
    if (node instanceof LogicalFunctionRows rows) {
      return List.of(new PydbFunctionRows(traits(rows), physical(rows.getInput()), rows));
    }
    if (node instanceof LogicalWorkingTable rows) {
      return RecursionSteps.of(rows);
    }
    if (node instanceof LogicalKeptRows rows) {
      return List.of(new PydbKeptRows(traits(rows), rows));
    }
    return List.of();
  }

  /** The traits of a step that promises no order. */
  static RelTraitSet traits(RelNode node) {
    return node.getCluster().traitSetOf(PydbConvention.INSTANCE);
  }

  /**
   * The input of a step, physical, in whatever order. Calcite notes an order on values and what is
   * made of them; to ask for it would sort them.
   */
  static RelNode physical(RelNode input) {
    return input instanceof PydbRel ? input : convert(input, traits(input));
  }

  /** The input of a step, physical, in some order. */
  static RelNode physical(RelNode input, RelTraitSet traits) {
    return convert(input, traits);
  }
}
