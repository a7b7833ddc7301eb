package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.pydb.calcite.rel.LogicalRecursiveUnion;
import org.pydb.calcite.rel.LogicalWorkingTable;
import org.pydb.calcite.rel.PydbRecursiveUnion;
import org.pydb.calcite.rel.PydbWorkingTable;

/** Steps of queries that refer to themselves. */
public final class RecursionSteps {

  private RecursionSteps() {}

  static List<RelNode> of(LogicalRecursiveUnion recursion) {
    return List.of(
        new PydbRecursiveUnion(
            PhysicalRule.traits(recursion),
            PhysicalRule.physical(recursion.getLeft()),
            PhysicalRule.physical(recursion.getRight()),
            recursion.recursion()));
  }

  static List<RelNode> of(LogicalWorkingTable rows) {
    return List.of(new PydbWorkingTable(PhysicalRule.traits(rows), rows));
  }

  /** The tree with working tables that know how many rows their recursions begin with. */
  public static RelNode expect(RelNode root) {
    return expect(root, new HashMap<>());
  }

  private static RelNode expect(RelNode node, Map<Integer, Double> seedCounts) {
    if (node instanceof LogicalWorkingTable rows) {
      Double seedCount = seedCounts.get(rows.recursion().number());
      return seedCount == null ? rows : rows.after(seedCount);
    }
    List<RelNode> inputs = new ArrayList<>();
    boolean isChanged = false;
    for (RelNode input : node.getInputs()) {
      RelNode expected = expect(input, seedCounts);
      isChanged |= expected != input;
      inputs.add(expected);
      if (node instanceof LogicalRecursiveUnion recursion && inputs.size() == 1) {
        double seedCount = node.getCluster().getMetadataQuery().getRowCount(expected);
        seedCounts.put(recursion.recursion().number(), seedCount);
      }
    }
    return isChanged ? node.copy(node.getTraitSet(), inputs) : node;
  }
}
