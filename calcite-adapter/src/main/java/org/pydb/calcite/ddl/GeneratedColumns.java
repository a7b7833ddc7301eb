package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.TableDefinition;

/** The generated columns of a table, and what they are in the way of. Stateless. */
final class GeneratedColumns {

  private GeneratedColumns() {}

  /** The names of the generated columns that are computed of a column. */
  static List<String> of(TableDefinition table, String column) {
    return of(table.visibleColumns(), column);
  }

  private static List<String> of(List<ColumnDefinition> columns, String column) {
    List<String> names = new ArrayList<>();
    for (ColumnDefinition other : columns) {
      String text = other.generatedExpression();
      if (text != null && Trees.names(text, column)) {
        names.add(other.name());
      }
    }
    return names;
  }

  /**
   * Looks whether a foreign key may change columns of which others are computed. The engine follows
   * references by itself, and computes nothing.
   *
   * @throws PlacedError if it may
   */
  static void check(SqlNode place, TableDefinition table, ForeignKey key) {
    boolean changes =
        key.onDelete() == ForeignKey.Action.SET_NULL
            || key.onUpdate() == ForeignKey.Action.SET_NULL
            || key.onUpdate() == ForeignKey.Action.CASCADE;
    for (int ordinal : key.columns()) {
      ColumnDefinition column = table.columns().get(ordinal);
      if (changes && column.generatedExpression() != null) {
        throw new PlacedError(
            place,
            "42601",
            "invalid action of foreign key \""
                + key.name()
                + "\": it would change the generated column \""
                + column.name()
                + "\"");
      }
      List<String> computed = of(table.columns(), column.name());
      if (changes && !computed.isEmpty()) {
        throw new PlacedError(
            place,
            "0A000",
            "foreign key \""
                + key.name()
                + "\" cannot change column \""
                + column.name()
                + "\" yet, because generated column, or index on, \""
                + computed.get(0)
                + "\" is computed of it: use ON UPDATE and ON DELETE NO ACTION, RESTRICT or"
                + " (ON DELETE) CASCADE");
      }
    }
  }

  /** Looks at all foreign keys of a table. */
  static void check(SqlNode place, TableDefinition table) {
    table.foreignKeys().forEach(key -> check(place, table, key));
  }
}
