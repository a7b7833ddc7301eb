package org.pydb.calcite.catalog;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/** The engine's catalog, as planning asks for it. Thread-safe. */
public final class EngineCatalog implements Catalog {
  private final org.pydb.engine.catalog.Catalog catalog;
  private final Function<TableDefinition, TableStatistics> statistics;

  /**
   * A catalog of the engine's.
   *
   * @param statistics what is known about the rows of a table
   */
  public EngineCatalog(
      org.pydb.engine.catalog.Catalog catalog,
      Function<TableDefinition, TableStatistics> statistics) {
    this.catalog = catalog;
    this.statistics = statistics;
  }

  @Override
  public List<String> schemas() {
    return List.copyOf(catalog.schemaNames());
  }

  @Override
  public Collection<TableDefinition> tables() {
    return catalog.tables();
  }

  @Override
  public @Nullable TableDefinition table(String schema, String name) {
    return catalog.table(schema, name);
  }

  @Override
  public @Nullable ViewDefinition view(String schema, String name) {
    return catalog.view(schema, name);
  }

  @Override
  public Collection<ViewDefinition> views() {
    return catalog.views();
  }

  @Override
  public TableLayout layout(TableDefinition table) {
    return catalog.layout(table);
  }

  @Override
  public TableStatistics statistics(TableDefinition table) {
    return statistics.apply(table);
  }
}
