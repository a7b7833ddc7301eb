package org.pydb.calcite.service;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.Catalog;
import org.pydb.calcite.catalog.TableStatistics;
import org.pydb.engine.Database;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.TableDefinition;

/**
 * The engine's catalog as planning sees it.
 *
 * @param engine the catalog
 * @param database counts the rows
 */
record EngineCatalog(org.pydb.engine.catalog.Catalog engine, Database database) implements Catalog {

  @Override
  public List<String> schemas() {
    return List.copyOf(engine.schemaNames());
  }

  @Override
  public Collection<TableDefinition> tables() {
    return engine.tables();
  }

  @Override
  public @Nullable TableDefinition table(String schema, String name) {
    return engine.table(schema, name);
  }

  @Override
  public TableLayout layout(TableDefinition table) {
    return engine.layout(table);
  }

  @Override
  public TableStatistics statistics(TableDefinition table) {
    return () -> database.rowCount(table);
  }
}
