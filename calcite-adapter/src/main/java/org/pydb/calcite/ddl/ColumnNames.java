package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.pydb.calcite.error.PlacedError;
import org.pydb.engine.schema.ColumnDefinition;

/** Finds the columns that a statement names. Stateless. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * The ordinals of named columns.
   *
   * @throws PlacedError 42703 if one does not exist, 42701 if one is named twice
   */
  public static List<Integer> ordinals(
      SqlNodeList names, List<ColumnDefinition> columns, String table) {
    List<Integer> ordinals = new ArrayList<>();
    for (SqlNode node : names) {
      int ordinal = ordinal((SqlIdentifier) node, columns, table);
      if (ordinals.contains(ordinal)) {
        throw new PlacedError(
            node, "42701", "column \"" + columns.get(ordinal).name() + "\" appears twice");
      }
      ordinals.add(ordinal);
    }
    return ordinals;
  }

  /** The ordinal of a named column. */
  static int ordinal(SqlIdentifier node, List<ColumnDefinition> columns, String table) {
    String name = node.getSimple();
    List<String> others =
        columns.stream()
            .filter(column -> !column.isHidden()) // They stand behind all others.
            .map(ColumnDefinition::name)
            .toList();
    int ordinal = others.indexOf(name);
    if (ordinal < 0) {
      throw new PlacedError(
          node,
          "42703",
          "column \""
              + name
              + "\" of table \""
              + table
              + "\" does not exist"
              + RelationName.suggestion(name, others));
    }
    return ordinal;
  }
}
