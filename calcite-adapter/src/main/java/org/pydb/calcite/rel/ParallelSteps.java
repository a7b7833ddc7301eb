package org.pydb.calcite.rel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.AggregateNode;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rex.AggregateCalls;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnType;

/**
 * Which steps of a plan several threads run side by side, if a scan has many rows: by the form of
 * the plan, and by the rows that are expected. How many rows there are is known when it runs, and
 * decides. Stateless.
 */
public final class ParallelSteps {

  /**
   * Of scans that are expected to have fewer rows, nobody looks when they run, unless {@link
   * PlanRule#FEW_ROWS_BY_ONE} is off.
   */
  private static final double ROWS_MIN = 1_000;

  /** Rows are gathered from several threads if there are so many times fewer than were read. */
  public static final double SHRINKING_MIN = 2;

  /** To make a row by looking it up costs so many times what it costs to gather it, or more. */
  private static final double LOOK_UP = 4;

  private ParallelSteps() {}

  /**
   * The scan whose rows pass through a step one by one, so that several threads can do it.
   *
   * @return null if there is none
   */
  public static @Nullable PydbScan driver(RelNode plan) {
    if (plan instanceof PydbScan scan) {
      return scan;
    }
    if (plan instanceof Filter
        || plan instanceof Project
        || plan instanceof Correlate
        || plan instanceof PydbStreamAggregate) {
      return plan instanceof PydbRel ? driver(plan.getInput(0)) : null;
    }
    return plan instanceof Join join && passesLeft(join) ? driver(join.getLeft()) : null;
  }

  /** Whether the left rows of a join pass through it, each for itself. */
  public static boolean passesLeft(Join join) {
    return join instanceof PydbRel
        && !(join instanceof PydbMergeJoin)
        && !join.getJoinType().generatesNullsOnLeft();
  }

  /** Whether several threads group rows, each for itself, to merge their groups then. */
  public static boolean isParallel(Aggregate aggregate) {
    PydbScan driver = driver(aggregate.getInput());
    return driver != null
        && (isUnlimited(driver) || work(aggregate.getInput(), driver) >= ROWS_MIN)
        && merges(aggregate);
  }

  private static boolean merges(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (AggregateCalls.isOfGroup(call)) {
        continue;
      }
      var compiled = AggregateCalls.compile(call, input.getRowType());
      if (compiled == null || !AggregateNode.merges(types(input), List.of(compiled))) {
        return false;
      }
    }
    return true;
  }

  private static List<ColumnType> types(RelNode input) {
    return input.getRowType().getFieldList().stream()
        .map(field -> ColumnTypes.toColumn(field.getType()))
        .toList();
  }

  /** Whether several threads make the rows of a step, for one that takes them. */
  public static boolean isGathered(RelNode plan) {
    PydbScan driver = driver(plan);
    return driver != null
        && (isUnlimited(driver)
            || (work(plan, driver) >= ROWS_MIN
                && rows(plan) * SHRINKING_MIN <= work(plan, driver)));
  }

  /** Whether several threads do what they can, be it worth it or not. */
  private static boolean isUnlimited(RelNode plan) {
    return !PlanRules.of(plan.getCluster()).isOn(PlanRule.FEW_ROWS_BY_ONE);
  }

  /** The rows that are read, be it by the scan or by the look-ups of loop joins above it. */
  private static double work(RelNode plan, PydbScan driver) {
    double work = read(driver);
    for (RelNode step = plan; step != driver; step = step.getInput(0)) {
      if (step instanceof Correlate) {
        work += LOOK_UP * Math.max(rows(step), rows(step.getInput(0)));
      }
    }
    return work;
  }

  /** Whether so much is expected to be read that several threads do it. */
  private static boolean isMuch(RelNode plan) {
    PydbScan driver = driver(plan);
    return driver != null
        && read(driver) >= Parallelism.rowsMin(Parallelism.ROWS_MIN, hasLookUps(plan));
  }

  private static boolean hasLookUps(RelNode plan) {
    return plan instanceof Correlate
        || (!(plan instanceof PydbScan) && hasLookUps(plan.getInput(0)));
  }

  /**
   * The steps of a plan that several threads are expected to run side by side, as {@link
   * Parallelism#ROWS_MIN} has it.
   *
   * @param plan what is not run side by side with others
   */
  public static Set<RelNode> expected(RelNode plan) {
    Set<RelNode> found = Collections.newSetFromMap(new IdentityHashMap<>());
    find(plan, true, found);
    return found;
  }

  /**
   * As the compiler goes: {@code isAsked} where it gathers rows from threads if that is worth it.
   */
  private static void find(RelNode plan, boolean isAsked, Set<RelNode> found) {
    if (isAsked && isGathered(plan) && isMuch(plan)) {
      addFragment(plan, found);
      return;
    }
    if (plan instanceof PydbHashAggregate aggregate
        && isParallel(aggregate)
        && isMuch(aggregate.getInput())) {
      found.add(plan);
      addFragment(aggregate.getInput(), found);
      return;
    }
    for (int i = 0; i < plan.getInputs().size(); i++) {
      if (!(plan instanceof RecursiveUnion)
          || i == 0) { // The rounds of a recursion are done by one.
        find(plan.getInput(i), asks(plan, i), found);
      }
    }
  }

  private static boolean asks(RelNode plan, int input) {
    if (plan instanceof PydbMergeJoin) {
      return false; // it wants the rows in order
    }
    if (plan instanceof Join join) {
      return input == 1 || !passesLeft(join);
    }
    return plan instanceof PydbHashAggregate
        || plan instanceof PydbSort
        || plan instanceof PydbTopN
        || plan instanceof PydbUnionAll
        || plan instanceof PydbRecursiveUnion
        || plan instanceof PydbSetOperation;
  }

  private static void addFragment(RelNode plan, Set<RelNode> found) {
    found.add(plan);
    for (int i = 0; i < plan.getInputs().size(); i++) {
      if (i == 0) {
        addFragment(plan.getInput(0), found);
      } else {
        find(plan.getInput(i), plan instanceof Join, found);
      }
    }
  }

  /** The rows that a scan is expected to look at. */
  private static double read(PydbScan scan) {
    return scan.estimate().readCount(scan.index());
  }

  /** The rows that a step is expected to give. */
  private static double rows(RelNode plan) {
    return plan.getCluster().getMetadataQuery().getRowCount(plan);
  }
}
