package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.pydb.calcite.option.PlanRule;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbSort;
import org.pydb.calcite.rel.PydbTopN;
import org.pydb.calcite.rel.RowLimit;

/**
 * The ways to order and limit rows: ask the input for the order, which an index may give for
 * nothing; or keep the first few of rows that come in any order.
 */
final class SortAlternatives {

  private SortAlternatives() {}

  static List<RelNode> of(Sort sort) {
    RelCollation collation = sort.getCollation();
    RelTraitSet traits = PhysicalRule.traits(sort).replace(collation);
    if (sort.offset == null && sort.fetch == null) {
      return List.of(
          PydbSort.create(
              PhysicalRule.physical(sort.getInput(), PhysicalRule.traits(sort)), collation));
    }
    List<RelNode> steps = new ArrayList<>();
    steps.add(
        PydbLimit.of(
            traits,
            PhysicalRule.physical(sort.getInput(), traits),
            collation,
            sort.offset,
            sort.fetch));
    boolean hasTies = RowLimit.isWithTies(sort.fetch);
    boolean isTopN = sort.fetch != null && !hasTies && !collation.getFieldCollations().isEmpty();
    if (isTopN && PlanRules.of(sort.getCluster()).isOn(PlanRule.TOP_N)) {
      RelNode anyOrder = PhysicalRule.physical(sort.getInput(), PhysicalRule.traits(sort));
      steps.add(
          new PydbTopN(sort.getCluster(), traits, anyOrder, collation, sort.offset, sort.fetch));
    }
    return steps;
  }
}
