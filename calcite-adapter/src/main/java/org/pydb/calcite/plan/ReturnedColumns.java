package org.pydb.calcite.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.table.Returning;
import org.pydb.calcite.rex.ExpressionCompiler;

/**
 * What RETURNING gives.
 *
 * @param node computes the columns
 * @param columns what they are
 * @param others which columns of FROM that are not the table's are wanted for that, in order:
 *     behind its own columns, the input of the change has these
 * @param text as people read them
 */
record ReturnedColumns(
    Returning node, List<ColumnInfo> columns, List<Integer> others, String text) {

  /**
   * Plans RETURNING.
   *
   * @param items the select list; null for no RETURNING
   * @param from the changed table by its alias, and what it is joined with
   * @param first where the columns of the table begin in FROM
   * @param width how many columns the table has
   * @param inputFirst where {@link #others} begin in the input of the change
   */
  static @Nullable ReturnedColumns of(
      Planning planning,
      @Nullable SqlNodeList items,
      SqlNode from,
      int first,
      int width,
      int inputFirst) {
    if (items == null) {
      return null;
    }
    RowExpressions rows = RowExpressions.of(planning, items.getList(), from, null, "RETURNING");
    List<Integer> others =
        RelOptUtil.InputFinder.bits(rows.values(), null).asList().stream()
            .filter(column -> column < first || column >= first + width)
            .toList();
    ExpressionCompiler compiler =
        new ExpressionCompiler(
            column -> {
              int other = others.indexOf(column);
              return Expressions.column(
                  other < 0 ? column - first : width + other, rows.type(column));
            });
    String text =
        rows.values().stream()
            .map(rows.text()::of)
            .collect(Collectors.joining(", ", "Returning: ", ""));
    return new ReturnedColumns(
        new Returning(compiler.compileAll(rows.values()), inputFirst),
        rows.columns(),
        others,
        text);
  }
}
