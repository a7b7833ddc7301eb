package org.pydb.calcite.plan;

import java.util.concurrent.ConcurrentHashMap;
import org.pydb.calcite.catalog.Catalog;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbTable;

/**
 * A catalog, with what planning has derived from it: make one for each {@link Catalog} and keep it
 * as long. Thread-safe.
 */
public final class PlanningCatalog {
  private final CatalogTables tables;
  private final ConcurrentHashMap<PydbTable, TableExpressions> expressions =
      new ConcurrentHashMap<>();

  /** Planning over a catalog. */
  public PlanningCatalog(Catalog catalog) {
    this.tables = new CatalogTables(catalog, view -> ViewQuery.of(view).rowType(this));
  }

  /** The tables. */
  CatalogTables tables() {
    return tables;
  }

  /** The defaults and checks of a table. */
  TableExpressions expressions(PydbTable table) {
    TableExpressions known = expressions.get(table);
    return known != null
        ? known
        : expressions.computeIfAbsent(table, key -> TableExpressions.of(this, key));
  }
}
