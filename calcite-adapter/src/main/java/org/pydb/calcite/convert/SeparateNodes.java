package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;

/**
 * A tree of which no node stands in two places. Rules make one node of equal ones; Calcite's
 * decorrelation, which notes for each node what it has become, then gives the one place what the
 * other one wants: columns more than there are, which conditions above count.
 */
final class SeparateNodes {
  private final Set<RelNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private SeparateNodes() {}

  static RelNode of(RelNode root) {
    return new SeparateNodes().separate(root);
  }

  private RelNode separate(RelNode node) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : node.getInputs()) {
      inputs.add(separate(input));
    }
    boolean isFirst = seen.add(node);
    if (isFirst && inputs.equals(node.getInputs())) {
      return node;
    }
    return node instanceof TableScan scan
        ? LogicalTableScan.create(scan.getCluster(), scan.getTable(), scan.getHints())
        : node.copy(node.getTraitSet(), inputs);
  }
}
