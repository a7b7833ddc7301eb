package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.table.Returning;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.type.ColumnTypes;

/**
 * What RETURNING gives.
 *
 * @param node computes the columns
 * @param columns what they are
 * @param others which columns of FROM that are not the table's are wanted for that, in order:
 *     behind its own columns, the input of the change has these
 * @param text as people read them
 * @param behind computes the columns of what the node gives, if there are sub-queries
 */
record ReturnedColumns(
    Returning node,
    List<ColumnInfo> columns,
    List<Integer> others,
    String text,
    @Nullable Behind behind) {

  /** A query of the rows that a change returns under a number. */
  record Behind(int number, KeptQuery query) {}

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
    if (SubQueries.areIn(items)) {
      return ofQuery(planning, items, from, first, width, inputFirst);
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
        text,
        null);
  }

  /** All columns, and behind the change a query of them. */
  private static ReturnedColumns ofQuery(
      Planning planning, SqlNodeList items, SqlNode from, int first, int width, int inputFirst) {
    KeptRows.Rows kept = planning.priors().rows("RETURNING", planning.expectedRows());
    KeptQuery query =
        KeptQuery.of(
            planning, items.getList(), from, null, "RETURNING", kept, UnaryOperator.identity());
    List<Expression> all = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (RelDataTypeField field : query.rowType().getFieldList()) {
      int column = field.getIndex();
      boolean isOwn = column >= first && column < first + width;
      int at = isOwn ? column - first : width + others.size();
      if (!isOwn) {
        others.add(column);
      }
      all.add(Expressions.column(at, ColumnTypes.toColumn(field.getType())));
    }
    return new ReturnedColumns(
        new Returning(all, inputFirst),
        query.columns(),
        others,
        "Returning: all",
        new Behind(kept.number(), query));
  }
}
