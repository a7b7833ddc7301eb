package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.JoinKeys;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbHashJoin;
import org.pydb.calcite.rel.PydbNestedLoopJoin;
import org.pydb.calcite.rel.PydbProject;
import org.pydb.calcite.rex.ExpressionCompiler;

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
    double rowCount = join.getCluster().getMetadataQuery().getRowCount(join);
    steps.add(step(join, left, right, condition, type));
    addIfPresent(steps, MergeJoins.of(join, join.getLeft(), join.getRight(), condition, type));
    addIfPresent(
        steps, IndexLookups.of(join.getLeft(), join.getRight(), condition, type, rowCount));
    if (type.projectsRight()) {
      RexNode exchanged = exchanged(join);
      steps.add(inOrder(join, step(join, right, left, exchanged, type.swap())));
      RelNode lookup =
          IndexLookups.of(join.getRight(), join.getLeft(), exchanged, type.swap(), rowCount);
      addIfPresent(steps, lookup == null ? null : inOrder(join, lookup));
      RelNode merge =
          type == JoinRelType.RIGHT
              ? MergeJoins.of(join, join.getRight(), join.getLeft(), exchanged, JoinRelType.LEFT)
              : null;
      addIfPresent(steps, merge == null ? null : inOrder(join, merge));
    }
    return steps;
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

  private static RelNode step(
      Join join, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    RelOptCluster cluster = join.getCluster();
    RelTraitSet traits = PhysicalRule.traits(join);
    boolean hasKeys = !JoinKeys.of(condition, left.getRowType().getFieldCount(), type).isEmpty();
    return hasKeys
        ? new PydbHashJoin(cluster, traits, left, right, condition, type)
        : new PydbNestedLoopJoin(cluster, traits, left, right, condition, type);
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
    return join.getCondition()
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef reference) {
                int index = reference.getIndex();
                int moved = index < leftCount ? index + rightCount : index - leftCount;
                return new RexInputRef(moved, reference.getType());
              }
            });
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
