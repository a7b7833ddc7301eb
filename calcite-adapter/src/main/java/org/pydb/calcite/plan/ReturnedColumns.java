package org.pydb.calcite.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.exec.table.Returning;

/**
 * What RETURNING gives.
 *
 * @param node computes the columns
 * @param columns what they are
 * @param text as people read them
 */
record ReturnedColumns(Returning node, List<ColumnInfo> columns, String text) {

  /**
   * Plans RETURNING.
   *
   * @param items the select list; null for no RETURNING
   * @param from the changed table by its alias, and what it is joined with
   * @param inputFirst where the columns of what it is joined with begin in the input of the change
   */
  static @Nullable ReturnedColumns of(
      Planning planning, @Nullable SqlNodeList items, SqlNode from, int inputFirst) {
    if (items == null) {
      return null;
    }
    RowExpressions expressions =
        RowExpressions.of(planning, items.getList(), from, null, "RETURNING");
    String text =
        expressions.values().stream()
            .map(expressions.text()::of)
            .collect(Collectors.joining(", ", "Returning: ", ""));
    return new ReturnedColumns(
        new Returning(expressions.compiler().compileAll(expressions.values()), inputFirst),
        expressions.columns(),
        text);
  }
}
