package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/**
 * The rows of its input, in the same order, with a column more for each window function. All its
 * groups have the same partitions and order; the input comes sorted by them.
 */
public final class PydbWindow extends Window implements PydbRel {
  private static final double ROW = 2;
  private static final double CALL = 1;

  /** A step with these groups, whose constants stand in their calls. */
  public PydbWindow(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      RelDataType rowType,
      List<Group> groups) {
    super(cluster, traits, List.of(), input, List.of(), rowType, groups);
  }

  /** The order in which rows have to come: by the partitions' keys, then by the window's order. */
  public static RelCollation order(Group group) {
    List<RelFieldCollation> fields = new ArrayList<>();
    group.keys.forEachInt(
        key ->
            fields.add(
                new RelFieldCollation(
                    key,
                    RelFieldCollation.Direction.ASCENDING,
                    RelFieldCollation.NullDirection.LAST)));
    for (RelFieldCollation field : group.orderKeys.getFieldCollations()) {
      if (!group.keys.get(field.getFieldIndex())) {
        fields.add(field);
      }
    }
    return RelCollations.of(fields);
  }

  @Override
  public PydbWindow copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbWindow(getCluster(), traitSet, inputs.get(0), getRowType(), groups);
  }

  @Override
  public Window copy(List<RexLiteral> newConstants) {
    assert newConstants.isEmpty();
    return this;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(getInput());
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    int calls = groups.stream().mapToInt(group -> group.aggCalls.size()).sum();
    return new PydbCost(mq.getRowCount(getInput()) * (ROW + CALL * calls));
  }
}
