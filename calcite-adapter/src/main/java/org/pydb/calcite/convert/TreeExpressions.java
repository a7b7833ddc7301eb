package org.pydb.calcite.convert;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexShuttle;

/** The expressions of all steps of a tree. */
final class TreeExpressions {
  private TreeExpressions() {}

  /** Shows each to a visitor that changes nothing. */
  static void visit(RelNode tree, RexShuttle visitor) {
    tree.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            node.accept(visitor);
            return super.visit(node);
          }
        });
  }
}
