package org.pydb.calcite.convert;

import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.runtime.CalciteException;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.option.RewritingPlanner;
import org.pydb.calcite.rel.Inputs;

/**
 * Makes joins of sub-queries.
 *
 * <p>First every sub-query becomes a {@code Correlate}: for each row of the outer query the inner
 * one is asked. Then, where possible, both are computed once and joined. Calcite's code for the
 * second step has known errors; where its result cannot be trusted or it fails, the correlation
 * stays, which is slow but right.
 */
public final class Decorrelation {

  /** Loaded when a statement first has a sub-query: with it come a thousand classes of Calcite. */
  private static final class Programs {
    static final HepProgram FILTER = of(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE);
    static final HepProgram PROJECT = of(CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE);

    /** Applies a rule once, to the root. */
    private static HepProgram of(RelRule<?> rule) {
      return HepProgram.builder()
          .addMatchOrder(HepMatchOrder.TOP_DOWN)
          .addMatchLimit(1)
          .addRuleInstance(plain(rule))
          .build();
    }

    private Programs() {}
  }

  /** Sub-queries in sub-queries deeper than that are left alone. */
  private static final int DEPTH_MAX = 100;

  private Decorrelation() {}

  private static RelOptRule plain(RelRule<?> rule) {
    return rule.config.withRelBuilderFactory(PlainBuilder.FACTORY).toRule();
  }

  /** The tree without sub-queries in expressions. */
  public static RelNode run(RelNode root) {
    TreeFeatures features = TreeFeatures.of(root);
    PlanRules rules = PlanRules.of(root.getCluster());
    RelNode tree = features.hasSubQuery() ? OuterRows.name(RowQueries.join(root)) : root;
    // What was inside of a sub-query comes to light, and may have sub-queries itself.
    for (int depth = 0; features.hasSubQuery() && depth < DEPTH_MAX; depth++) {
      RelNode before = tree;
      tree = OperandSubQueries.run(JoinSubQueries.run(tree));
      if (rules.isOn(PlanRule.SEMI_JOINS)) {
        tree = OperandSubQueries.run(SemiJoins.run(tree)); // It brings others to light.
      }
      if (TreeFeatures.of(tree).hasSubQuery()) {
        tree = correlate(RowMembership.run(tree));
      }
      if (tree == before) {
        break;
      }
      features = TreeFeatures.of(tree);
    }
    boolean isSafe =
        rules.isOn(PlanRule.DECORRELATION)
            && !features.hasSharedCorrelation()
            && !features.hasDeepCorrelation();
    if (features.hasCorrelate() && isSafe && !hasInnerWindow(tree)) {
      tree = decorrelate(tree);
    }
    if (features.hasCorrelate() || tree != root) {
      tree = OuterColumns.name(tree);
      OuterColumns.check(tree);
    }
    return tree;
  }

  /**
   * Whether an inner query has window functions. They look at the rows of one outer row; Calcite
   * would compute them over those of all.
   */
  private static boolean hasInnerWindow(RelNode node) {
    boolean isInner =
        node instanceof Correlate correlate && TreeFeatures.of(correlate.getRight()).hasWindow();
    return isInner || node.getInputs().stream().anyMatch(Decorrelation::hasInnerWindow);
  }

  /**
   * The tree with correlations instead of the sub-queries that are in sight. Those within them come
   * to light by that, and are left for the next time.
   */
  private static RelNode correlate(RelNode node) {
    RelNode above = Inputs.changed(node, Decorrelation::correlate);
    if (above instanceof Filter filter
        && RexUtil.SubQueryFinder.find(filter.getCondition()) != null) {
      return UnknownAnswers.unwrap(apply(Programs.FILTER, UnknownAnswers.keep(filter)));
    }
    return above instanceof Project project ? correlated(project) : above;
  }

  /**
   * Calcite's rule takes one sub-query a time, and forgets whose rows they refer to: without a row
   * of its own a step would take the rows of queries further out for its own.
   */
  private static RelNode correlated(Project project) {
    Set<CorrelationId> own =
        project.getVariablesSet().isEmpty()
            ? Set.of(project.getCluster().createCorrel())
            : project.getVariablesSet();
    RelNode step = UnknownAnswers.keep(project);
    while (step instanceof Project asking
        && RexUtil.SubQueryFinder.find(asking.getProjects()) != null) {
      step =
          apply(
              Programs.PROJECT,
              LogicalProject.create(
                  asking.getInput(),
                  asking.getHints(),
                  asking.getProjects(),
                  asking.getRowType(),
                  own));
    }
    return UnknownAnswers.unwrap(step);
  }

  private static RelNode apply(HepProgram program, RelNode step) {
    return new RewritingPlanner(program, step).findBestExp();
  }

  private static RelNode decorrelate(RelNode tree) {
    if (LookalikeColumns.areShown(tree)) {
      return tree;
    }
    boolean hadWindow = TreeFeatures.of(tree).hasWindow();
    try {
      RelNode shielded = OuterJoinConditions.shield(CorrelatedJoins.filtered(tree));
      RelNode separate = SeparateNodes.of(NewOuterColumns.first(shielded));
      RelNode prepared = ConstantGroups.limit(FixedColumns.below(separate));
      if (ConstantGroups.areIn(prepared) || CorrelatedJoins.areUnsafe(prepared)) {
        return tree;
      }
      RelNode joined = PlainDecorrelator.run(OrderedAggregates.hide(prepared));
      RelNode decorrelated =
          OnlyValues.look(OrderedAggregates.show(OuterJoinConditions.show(joined)));
      boolean grewWindow = !hadWindow && TreeFeatures.of(decorrelated).hasWindow();
      return grewWindow ? tree : decorrelated;
    } catch (CalciteException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException
        | IndexOutOfBoundsException
        | ClassCastException
        | AssertionError e) {
      return tree;
    }
  }
}
