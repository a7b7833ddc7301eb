package org.pydb.calcite.catalog;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The tables that a statement may name: one catalog at one moment. Immutable, except that
 * statistics follow the data; thread-safe.
 *
 * <p>The same object stands for the same definitions: planning keeps what it derived from it.
 */
public interface Catalog {

  /** The names of the schemas. */
  List<String> schemas();

  /** All tables. */
  Collection<TableDefinition> tables();

  /** The table of this name, or null if there is none. */
  @Nullable TableDefinition table(String schema, String name);

  /** The view of this name, or null if there is none. */
  default @Nullable ViewDefinition view(String schema, String name) {
    return null;
  }

  /** All views. */
  default Collection<ViewDefinition> views() {
    return List.of();
  }

  /** How the rows of a table of this catalog lie in their trees. */
  TableLayout layout(TableDefinition table);

  /** What is known about the rows of a table of this catalog. */
  TableStatistics statistics(TableDefinition table);
}
