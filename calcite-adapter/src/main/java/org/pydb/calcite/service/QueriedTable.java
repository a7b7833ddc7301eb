package org.pydb.calcite.service;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.parser.LockingSelect;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;

/**
 * Finds the table of which a query gives rows as they are: {@code SELECT … FROM t [WHERE …] [ORDER
 * BY …] [LIMIT …] [FOR UPDATE]}. Stateless.
 */
final class QueriedTable {

  private QueriedTable() {}

  /**
   * The table.
   *
   * @param schemas where unqualified names are looked up
   * @return null if rows of the query are others than those of one table
   */
  static @Nullable TableDefinition of(SqlNode query, Catalog catalog, List<String> schemas) {
    if (query instanceof LockingSelect locking) {
      return of(locking.query(), catalog, schemas);
    }
    if (query instanceof SqlOrderBy order) {
      return of(order.query, catalog, schemas);
    }
    if (!(query instanceof SqlSelect select)
        || select.isDistinct()
        || select.getGroup() != null
        || select.getHaving() != null) {
      return null;
    }
    SqlNode from = select.getFrom();
    if (from != null && from.getKind() == SqlKind.AS) {
      from = ((SqlCall) from).operand(0);
    }
    return from instanceof SqlIdentifier name ? find(name.names, catalog, schemas) : null;
  }

  private static @Nullable TableDefinition find(
      List<String> names, Catalog catalog, List<String> schemas) {
    if (names.size() > 2) {
      return null;
    }
    String name = names.get(names.size() - 1);
    List<String> places = names.size() == 2 ? names.subList(0, 1) : schemas;
    for (String schema : places) {
      TableDefinition table = catalog.table(schema, name);
      if (table != null) {
        return table.isMaterialized() ? null : table;
      }
    }
    return null;
  }
}
