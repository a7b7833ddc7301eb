package org.pydb.calcite.plan;

import java.util.List;
import java.util.Set;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * What the names in a statement were found to mean, besides tables. Immutable; thread-safe.
 *
 * @param searchPath where names were looked up that say no schema
 * @param views the views whose queries became part of the plan
 * @param named the ids of the tables and views that the statement names itself, not its views
 * @param systemTables that the statement names itself
 * @param functions in Java that there were
 */
public record Names(
    List<String> searchPath,
    List<ViewDefinition> views,
    Set<Integer> named,
    List<TableDefinition> systemTables,
    JavaFunctions functions) {

  /** Of a statement without names. */
  static final Names NONE =
      new Names(List.of(), List.of(), Set.of(), List.of(), JavaFunctions.NONE);

  /** Takes copies of the lists. */
  public Names {
    searchPath = List.copyOf(searchPath);
    views = List.copyOf(views);
    named = Set.copyOf(named);
    systemTables = List.copyOf(systemTables);
  }

  /** Whether the names mean the same in a catalog, given that these tables are in it. */
  boolean meanTheSame(Catalog catalog, List<TableDefinition> tables) {
    for (ViewDefinition view : views) {
      boolean isNamed = named.contains(view.id());
      if (!view.equals(catalog.view(view.id()))
          || (isNamed && isHidden(catalog, view.schema(), view.name()))) {
        return false;
      }
    }
    if (searchPath.size() > 1) {
      for (TableDefinition table : tables) {
        if (named.contains(table.id()) && isHidden(catalog, table.schema(), table.name())) {
          return false;
        }
      }
    }
    return systemTables.stream()
        .filter(table -> searchPath.contains(table.schema()))
        .noneMatch(table -> isHidden(catalog, table.schema(), table.name()));
  }

  /** Whether a name is now found in an earlier schema, unless it was written with its own. */
  private boolean isHidden(Catalog catalog, String schema, String name) {
    for (String earlier : searchPath) {
      if (earlier.equals(schema)) {
        return false;
      }
      if (catalog.table(earlier, name) != null || catalog.view(earlier, name) != null) {
        return true;
      }
    }
    return false;
  }
}
