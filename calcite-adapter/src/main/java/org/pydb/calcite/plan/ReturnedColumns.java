package org.pydb.calcite.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.table.Returning;
import org.pydb.calcite.explain.ExpressionText;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.rex.ExpressionCompiler;

/**
 * What RETURNING gives: the select list of a query on the changed table, of which nothing but the
 * expressions is kept.
 *
 * @param node computes them
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
    Planning own = planning.beside();
    SqlSelect select = PlainSelect.of(items.getParserPosition(), items.getList(), from, null);
    if (own.validator().isAggregate(select)) {
      throw new PlacedError(items, "42803", "aggregate functions are not allowed in RETURNING");
    }
    SqlNode validated = own.validator().validateStatement(select);
    List<ColumnInfo> columns = QueryPlanning.columns(own, validated);
    RelNode query = own.convert(validated).rel;
    RelNode rows = query instanceof Project project ? project.getInput() : query;
    List<RexNode> values = values(query);
    check(items, values);
    ExpressionText text = new ExpressionText(rows.getRowType().getFieldNames());
    return new ReturnedColumns(
        new Returning(ExpressionCompiler.over(rows.getRowType()).compileAll(values), inputFirst),
        columns,
        "Returning: " + values.stream().map(text::of).collect(Collectors.joining(", ")));
  }

  /** The expressions of a query's select list, over the rows of its FROM. */
  private static List<RexNode> values(RelNode query) {
    return query instanceof Project project
        ? project.getProjects()
        : query.getCluster().getRexBuilder().identityProjects(query.getRowType()).stream()
            .map(RexNode.class::cast)
            .toList();
  }

  private static void check(SqlNodeList items, List<RexNode> values) {
    for (RexNode value : values) {
      if (RexOver.containsOver(value)) {
        throw new PlacedError(items, "42P20", "window functions are not allowed in RETURNING");
      }
      if (RexUtil.SubQueryFinder.find(value) != null) {
        throw new PlacedError(items, "0A000", "sub-queries in RETURNING are not supported yet");
      }
    }
  }
}
