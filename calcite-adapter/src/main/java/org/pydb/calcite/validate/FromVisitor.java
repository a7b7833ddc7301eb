package org.pydb.calcite.validate;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;

/** Walks through a statement, and knows what stands in FROM of the queries around where it is. */
abstract class FromVisitor extends WithVisitor {
  private final PydbCatalogReader catalog;
  private final Deque<RowSources> around = new ArrayDeque<>();

  FromVisitor(PydbCatalogReader catalog) {
    this.catalog = catalog;
  }

  /** What stands in FROM of each query around, the innermost first. */
  final Collection<RowSources> around() {
    return around;
  }

  /** Visits ORDER BY of a query; it sees what is in FROM of that. */
  void visitOrder(SqlNodeList keys, SqlSelect select) {
    keys.accept(this);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      return within(select, () -> super.visit(call));
    }
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      select.accept(this);
      return within(select, () -> visitOrder(order.orderList, select));
    }
    return super.visit(call);
  }

  private @Nullable Void within(SqlSelect select, Runnable visit) {
    around.push(new RowSources(catalog, queries(), select.getFrom()));
    visit.run();
    around.pop();
    return null;
  }
}
