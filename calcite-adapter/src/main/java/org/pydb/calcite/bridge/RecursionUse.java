package org.pydb.calcite.bridge;

import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.schema.TransientTable;
import org.pydb.calcite.rel.BridgedStep;

/** Whether a part of a plan reads what a recursion around it has found. Stateless. */
final class RecursionUse {

  private RecursionUse() {}

  static boolean of(RelNode node, Set<TransientTable> recursions) {
    RelNode step = node instanceof BridgedStep bridged ? bridged.step() : node;
    if (step instanceof TableScan scan) {
      TransientTable table = scan.getTable().unwrap(TransientTable.class);
      return table != null && recursions.contains(table);
    }
    return node.getInputs().stream().anyMatch(input -> of(input, recursions));
  }
}
