package org.pydb.calcite.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;

/** Notes the tables that sub-queries in expressions read. */
final class SubQueryTables extends RexShuttle {
  private final Planning planning;

  SubQueryTables(Planning planning) {
    this.planning = planning;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        if (node instanceof TableScan scan && PydbTable.isOurs(scan.getTable())) {
          planning.relyOn(scan);
        }
        node.accept(SubQueryTables.this);
        super.visit(node, ordinal, parent);
      }
    }.go(subQuery.rel);
    return subQuery;
  }
}
