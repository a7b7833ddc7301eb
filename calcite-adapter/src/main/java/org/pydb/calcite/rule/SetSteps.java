package org.pydb.calcite.rule;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbSetOperation;
import org.pydb.calcite.rel.PydbUnionAll;

/** Steps that put rows of several inputs together. */
final class SetSteps {

  private SetSteps() {}

  /** All rows of all inputs; without duplicates, grouped by all columns. */
  static List<RelNode> union(Union union) {
    List<RelNode> inputs = union.getInputs().stream().map(PhysicalRule::physical).toList();
    RelNode all = new PydbUnionAll(union.getCluster(), PhysicalRule.traits(union), inputs);
    if (union.all) {
      return List.of(all);
    }
    ImmutableBitSet columns = ImmutableBitSet.range(union.getRowType().getFieldCount());
    return List.of(
        new PydbHashAggregate(
            union.getCluster(), PhysicalRule.traits(union), all, columns, null, List.of()));
  }

  /** INTERSECT or EXCEPT; of several inputs, from the left to the right. */
  static List<RelNode> intersectOrExcept(SetOp operation) {
    RelNode rows = PhysicalRule.physical(operation.getInput(0));
    for (RelNode input : Util.skip(operation.getInputs())) {
      rows =
          new PydbSetOperation(
              operation.getCluster(),
              PhysicalRule.traits(operation),
              List.of(rows, PhysicalRule.physical(input)),
              operation.kind,
              operation.all);
    }
    return List.of(rows);
  }
}
