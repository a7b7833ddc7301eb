package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/** The views that use a column, as far as names tell. Stateless. */
final class ViewUse {

  private ViewUse() {}

  /** The views over a table in which a name like that of one of its columns stands. */
  static List<ViewDefinition> of(Catalog catalog, TableDefinition table, String column) {
    List<ViewDefinition> views = new ArrayList<>();
    for (ViewDefinition view : catalog.views()) {
      if (view.uses().contains(table.id()) && names(view, column)) {
        views.add(view);
      }
    }
    return views;
  }

  private static boolean names(ViewDefinition view, String column) {
    boolean[] found = {false};
    SqlNode unused =
        Trees.changed(
            Trees.parseQuery(view.query()),
            identifier -> {
              found[0] |= isNamed(identifier, column);
              return identifier;
            });
    return found[0];
  }

  private static boolean isNamed(SqlIdentifier identifier, String column) {
    return identifier.names.contains(column);
  }
}
