package org.pydb.calcite.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.PydbTable;

/**
 * The only table of a query.
 *
 * @param name by which the query's expressions call it
 */
record SimpleTable(PydbTable table, String name) {

  static final int NONE = -1;

  /**
   * Names that call a function, without parentheses. A test compares them with the table of
   * operators, which takes a tenth of the time of a JVM's first statement.
   */
  static final Set<String> FUNCTIONS =
      Set.of(
          "CURRENT_CATALOG",
          "CURRENT_DATE",
          "CURRENT_PATH",
          "CURRENT_ROLE",
          "CURRENT_SCHEMA",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "SESSION_USER",
          "SYSTEM_USER",
          "USER");

  /** The table of a FROM clause; null if that is anything but the name of one. */
  static @Nullable SimpleTable of(@Nullable SqlNode from, PydbCatalogReader reader) {
    if (from instanceof SqlIdentifier table) {
      return of(table, table.names.get(table.names.size() - 1), reader);
    }
    return from instanceof SqlCall call
            && call.getKind() == SqlKind.AS
            && call.operandCount() == 2
            && call.operand(0) instanceof SqlIdentifier table
            && call.operand(1) instanceof SqlIdentifier alias
        ? of(table, alias.getSimple(), reader)
        : null;
  }

  private static @Nullable SimpleTable of(
      SqlIdentifier table, String name, PydbCatalogReader reader) {
    PydbTable found = reader.find(table.names);
    return found == null || found.isSystem() || !found.computed().isEmpty()
        ? null
        : new SimpleTable(found, name);
  }

  /** The column that an expression means; {@link #NONE} if it is no column, or may be no column. */
  int column(SqlNode expression) {
    if (!(expression instanceof SqlIdentifier identifier) || identifier.isStar()) {
      return NONE;
    }
    List<String> names = identifier.names;
    return switch (names.size()) {
      case 1 -> isFunction(identifier) ? NONE : column(names.get(0));
      case 2 -> names.get(0).equals(name) ? column(names.get(1)) : NONE;
      default -> NONE;
    };
  }

  private static boolean isFunction(SqlIdentifier identifier) {
    return !identifier.isComponentQuoted(0)
        && FUNCTIONS.contains(identifier.getSimple().toUpperCase(Locale.ROOT));
  }

  private int column(String column) {
    RelDataTypeField field = table.getRowType().getField(column, true, false);
    return field == null ? NONE : field.getIndex();
  }
}
