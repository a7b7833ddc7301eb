package org.pydb.calcite.rule;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.convert.PlainBuilder;
import org.pydb.calcite.convert.TreeFeatures;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.option.RewritingPlanner;
import org.pydb.calcite.rel.Inputs;
import org.pydb.calcite.rel.LogicalRecursiveUnion;

/**
 * What is better in any case, whatever it costs: filters as early as possible, no columns that
 * nobody wants, joins in an order that starts with few rows.
 */
public final class LogicalPhases {

  private static final System.Logger LOGGER = System.getLogger("org.pydb");

  private static final int JOINS_TO_ORDER = 2;

  /** From so many on, they are ordered greedily. */
  private static final int MANY_JOINS = 12;

  private static final LongAdder FAILURES = new LongAdder();

  /**
   * Rules are loaded when a statement first needs one: with them come a thousand classes of
   * Calcite, and simple statements are in a hurry.
   */
  private static final class Programs {
    /**
     * Not below the group of all rows, which is there even if no row is: a condition without
     * columns may go nowhere else.
     */
    private static final RelOptRule FILTER_BELOW_GROUPS =
        CoreRules.FILTER_AGGREGATE_TRANSPOSE
            .config
            .withRelBuilderFactory(PlainBuilder.FACTORY)
            .withOperandSupplier(
                filter ->
                    filter
                        .operand(Filter.class)
                        .oneInput(
                            groups ->
                                groups
                                    .operand(Aggregate.class)
                                    .predicate(Programs::hasOnlyKeyedGroups)
                                    .anyInputs()))
            .toRule();

    private static boolean hasOnlyKeyedGroups(Aggregate aggregate) {
      return aggregate.getGroupSets().stream().noneMatch(ImmutableBitSet::isEmpty);
    }

    /**
     * Not for the group of all rows, which is there without a row to join with, nor for grouping
     * sets, whose keys come more than once: Calcite's joins with the rows that were grouped.
     */
    private static final RelOptRule PROJECT_TO_SEMI_JOIN =
        CoreRules.PROJECT_TO_SEMI_JOIN
            .config
            .withRelBuilderFactory(PlainBuilder.FACTORY)
            .withOperandSupplier(
                project ->
                    project
                        .operand(Project.class)
                        .oneInput(
                            join ->
                                join.operand(Join.class)
                                    .predicate(Programs::isInnerOrLeft)
                                    .inputs(
                                        left -> left.operand(RelNode.class).anyInputs(),
                                        groups ->
                                            groups
                                                .operand(Aggregate.class)
                                                .predicate(Programs::hasOneGroupAKey)
                                                .anyInputs())))
            .toRule();

    private static boolean isInnerOrLeft(Join join) {
      return join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
    }

    private static boolean hasOneGroupAKey(Aggregate aggregate) {
      return Aggregate.isSimple(aggregate) && !aggregate.getGroupSet().isEmpty();
    }

    static final HepProgram REWRITE =
        new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(plain(CoreRules.FILTER_MERGE))
            .addRuleInstance(plain(CoreRules.FILTER_PROJECT_TRANSPOSE))
            .addRuleInstance(plain(CoreRules.FILTER_INTO_JOIN))
            .addRuleInstance(plain(CoreRules.JOIN_CONDITION_PUSH))
            .addRuleInstance(FILTER_BELOW_GROUPS)
            .addRuleInstance(plain(CoreRules.FILTER_SET_OP_TRANSPOSE))
            .addRuleInstance(plain(CoreRules.FILTER_CORRELATE))
            .addRuleInstance(plain(CoreRules.FILTER_SORT_TRANSPOSE))
            .addRuleInstance(plain(CoreRules.PROJECT_MERGE))
            .addRuleInstance(plain(CoreRules.PROJECT_REMOVE))
            .addRuleInstance(plain(PruneEmptyRules.FILTER_INSTANCE))
            .addRuleInstance(plain(PruneEmptyRules.PROJECT_INSTANCE))
            .addRuleInstance(plain(PruneEmptyRules.JOIN_LEFT_INSTANCE))
            .addRuleInstance(plain(PruneEmptyRules.JOIN_RIGHT_INSTANCE))
            .addRuleInstance(plain(PruneEmptyRules.UNION_INSTANCE))
            .addRuleInstance(plain(PruneEmptyRules.SORT_INSTANCE))
            .build();

    static final HepProgram JOINS =
        new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleInstance(plain(CoreRules.JOIN_PUSH_EXPRESSIONS))
            .addRuleInstance(PROJECT_TO_SEMI_JOIN)
            .build();

    /**
     * Without Calcite's rule that takes the filters between joins in: it carries those of the side
     * that an outer join fills with NULLs above that join, where they drop its rows.
     */
    static final HepProgram ORDER =
        new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleCollection(
                List.of(
                    plain(CoreRules.JOIN_TO_MULTI_JOIN), plain(CoreRules.PROJECT_MULTI_JOIN_MERGE)))
            .addRuleInstance(plain(CoreRules.MULTI_JOIN_OPTIMIZE))
            .build();

    /**
     * The same for very many inner joins. That rule tries each table as the first one, and each of
     * the others in all places: its time grows with the fourth power, to a minute for 64. This one
     * is greedy: it joins the two that look best, again and again.
     */
    static final HepProgram ORDER_MANY =
        new HepProgramBuilder()
            .addMatchOrder(HepMatchOrder.BOTTOM_UP)
            .addRuleCollection(
                List.of(
                    plain(CoreRules.JOIN_TO_MULTI_JOIN), plain(CoreRules.PROJECT_MULTI_JOIN_MERGE)))
            .addRuleInstance(plain(CoreRules.MULTI_JOIN_OPTIMIZE_BUSHY))
            .build();

    private Programs() {}
  }

  private LogicalPhases() {}

  /** How often Calcite's rules have stumbled over a tree since the program began. */
  public static long failureCount() {
    return FAILURES.sum();
  }

  /** The tree, better. */
  public static RelNode run(RelNode root) {
    TreeFeatures features = TreeFeatures.of(root);
    if (isSimple(features)) {
      return root;
    }
    PlanRules rules = PlanRules.of(root.getCluster());
    boolean hasFactors = features.hasAlternatives() && rules.isOn(PlanRule.COMMON_FACTORS);
    RelNode spread = hasFactors ? CommonFactors.pull(root) : root;
    RelNode tree = pushed(spread, rules);
    if (features.joinCount() > 0) {
      if (hasFactors) {
        tree = pushed(OneSidedAlternatives.add(tree), rules);
      }
      if (rules.isOn(PlanRule.SEMI_JOINS)) {
        tree = fewRowsFirst(run(Programs.JOINS, tree));
      }
      if (rules.isOn(PlanRule.COLUMN_TRIMMING) && !features.hasCorrelate()) {
        tree = features.hasRecursion() ? trimBranches(trim(tree)) : trim(tree);
      }
      if (features.joinCount() >= JOINS_TO_ORDER && rules.isOn(PlanRule.JOIN_ORDER)) {
        boolean isLarge = features.joinCount() >= MANY_JOINS && features.hasOnlyInnerJoins();
        tree = pushed(run(isLarge ? Programs.ORDER_MANY : Programs.ORDER, tree), rules);
      }
    }
    return tree;
  }

  /** Joins and groups only what semi-joins leave, where that is little. */
  private static RelNode fewRowsFirst(RelNode tree) {
    return SemiJoinsDown.run(NeededGroups.run(tree));
  }

  private static RelNode pushed(RelNode tree, PlanRules rules) {
    return rules.isOn(PlanRule.FILTER_PUSHDOWN) ? run(Programs.REWRITE, tree) : tree;
  }

  /** One table with a condition, a projection and perhaps an aggregate is as good as it gets. */
  private static boolean isSimple(TreeFeatures features) {
    return features.joinCount() == 0 && !features.hasCorrelate() && features.nodeCount() <= 4;
  }

  /**
   * What a program makes of a tree; the tree itself if one of Calcite's rules stumbles over it.
   *
   * <p>That hides no wrong plan: rules make new steps and leave those that they were given as they
   * are, so the tree still says what it said. It may hide a slow one; hence the log and the count.
   */
  private static RelNode run(HepProgram program, RelNode root) {
    try {
      return new RewritingPlanner(program, root).findBestExp();
    } catch (SqlError e) {
      throw e; // It was cancelled.
    } catch (RuntimeException | AssertionError e) {
      FAILURES.increment();
      LOGGER.log(System.Logger.Level.DEBUG, "a rewriting of a query was given up", e);
      return root;
    }
  }

  /** The rule with our builder: what Calcite's own would simplify, it compares in Java's order. */
  private static RelOptRule plain(RelOptRule rule) {
    return ((RelRule<?>) rule).config.withRelBuilderFactory(PlainBuilder.FACTORY).toRule();
  }

  /** Trims below recursions, of which Calcite leaves all as it is. */
  private static RelNode trimBranches(RelNode tree) {
    boolean isRecursion = tree instanceof LogicalRecursiveUnion;
    return Inputs.changed(tree, input -> trimBranches(isRecursion ? trim(input) : input));
  }

  private static RelNode trim(RelNode tree) {
    return new FieldTrimmer(tree.getCluster()).trim(tree);
  }
}
