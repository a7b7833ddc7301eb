package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.JoinKeys;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbHashJoin;
import org.pydb.calcite.rel.PydbNestedLoopJoin;
import org.pydb.calcite.rel.PydbProject;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.MovedInputs;

/**
 * The ways to join: by a hash table of either side if columns must be equal, by merging both if
 * they can come in the order of those columns, by looking rows up in an index, or by looking at all
 * pairs.
 */
final class JoinAlternatives {

  private JoinAlternatives() {}

  static List<RelNode> of(Join join) {
    if (!isOurs(join)) {
      return List.of();
    }
    RelNode left = PhysicalRule.physical(join.getLeft());
    RelNode right = PhysicalRule.physical(join.getRight());
    List<RelNode> steps = new ArrayList<>();
    RexNode condition = join.getCondition();
    JoinRelType type = join.getJoinType();
    addIfPresent(steps, step(join, left, right, condition, type));
    addIfPresent(steps, merge(join, join.getLeft(), join.getRight(), condition, type));
    addIfPresent(steps, lookup(join, join.getLeft(), join.getRight(), condition, type));
    addIfPresent(steps, groups(join, join.getLeft(), join.getRight(), condition, type));
    boolean isExchanged = PlanRules.of(join.getCluster()).isOn(PlanRule.EXCHANGED_JOINS);
    if (type.projectsRight() && isExchanged) {
      RexNode exchanged = exchanged(join);
      addInOrder(steps, join, step(join, right, left, exchanged, type.swap()));
      addInOrder(
          steps, join, lookup(join, join.getRight(), join.getLeft(), exchanged, type.swap()));
      addInOrder(
          steps, join, groups(join, join.getRight(), join.getLeft(), exchanged, type.swap()));
      if (type == JoinRelType.RIGHT) {
        addInOrder(
            steps, join, merge(join, join.getRight(), join.getLeft(), exchanged, JoinRelType.LEFT));
      }
    }
    return steps.isEmpty() ? List.of(pairs(join, left, right, condition, type)) : steps;
  }

  /** For each left row the right side is run anew. */
  static List<RelNode> correlate(Correlate correlate) {
    return List.of(
        new PydbCorrelate(
            correlate.getCluster(),
            PhysicalRule.traits(correlate),
            PhysicalRule.physical(correlate.getLeft()),
            PhysicalRule.physical(correlate.getRight()),
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            correlate.getJoinType(),
            Double.NaN,
            Double.NaN));
  }

  private static boolean isOurs(Join join) {
    boolean isKnown =
        switch (join.getJoinType()) {
          case INNER, LEFT, RIGHT, FULL, SEMI, ANTI -> true;
          default -> false;
        };
    return isKnown
        && join.getVariablesSet().isEmpty()
        && ExpressionCompiler.supports(pairType(join), List.of(join.getCondition()));
  }

  /** The columns of both sides, over which the condition is written. */
  private static RelDataType pairType(Join join) {
    List<RelDataTypeField> fields = new ArrayList<>(join.getLeft().getRowType().getFieldList());
    fields.addAll(join.getRight().getRowType().getFieldList());
    return join.getCluster().getTypeFactory().builder().addAll(fields).uniquify().build();
  }

  private static @Nullable RelNode step(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    PlanRules rules = PlanRules.of(join.getCluster());
    boolean hasKeys = !JoinKeys.of(condition, left.getRowType().getFieldCount(), type).isEmpty();
    if (hasKeys && rules.isOn(PlanRule.HASH_JOINS)) {
      return new PydbHashJoin(
          join.getCluster(), PhysicalRule.traits(join), left, right, condition, type);
    }
    return rules.isOn(PlanRule.LOOP_JOINS) ? pairs(join, left, right, condition, type) : null;
  }

  private static RelNode pairs(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    return new PydbNestedLoopJoin(
        join.getCluster(), PhysicalRule.traits(join), left, right, condition, type);
  }

  private static @Nullable RelNode merge(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    return PlanRules.of(join.getCluster()).isOn(PlanRule.MERGE_JOINS)
        ? MergeJoins.of(join, left, right, condition, type)
        : null;
  }

  private static @Nullable RelNode lookup(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    if (!PlanRules.of(join.getCluster()).isOn(PlanRule.LOOKUP_JOINS)) {
      return null;
    }
    double rowCount = join.getCluster().getMetadataQuery().getRowCount(join);
    return IndexLookups.of(left, right, condition, type, rowCount);
  }

  private static @Nullable RelNode groups(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    if (!PlanRules.of(join.getCluster()).isOn(PlanRule.LOOKUP_JOINS)) {
      return null;
    }
    double rowCount = join.getCluster().getMetadataQuery().getRowCount(join);
    return GroupLookups.of(left, right, condition, type, rowCount);
  }

  private static void addInOrder(List<RelNode> steps, Join join, @Nullable RelNode exchanged) {
    addIfPresent(steps, exchanged == null ? null : inOrder(join, exchanged));
  }

  private static void addIfPresent(List<RelNode> steps, @Nullable RelNode step) {
    if (step != null) {
      steps.add(step);
    }
  }

  /** The condition over the columns of the right side and then the left one. */
  private static RexNode exchanged(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    return MovedInputs.of(join.getCondition(), i -> i < leftCount ? i + rightCount : i - leftCount);
  }

  /** A join whose sides were exchanged, with their columns put back in order. */
  private static RelNode inOrder(Join join, RelNode exchanged) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < leftCount + rightCount; i++) {
      int at = i < leftCount ? i + rightCount : i - leftCount;
      columns.add(new RexInputRef(at, exchanged.getRowType().getFieldList().get(at).getType()));
    }
    return new PydbProject(
        join.getCluster(), PhysicalRule.traits(join), exchanged, columns, join.getRowType());
  }
}
