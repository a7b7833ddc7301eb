package org.pydb.calcite.plan;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.explain.ExpressionText;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.validate.RowsCalls;
import org.pydb.engine.schema.ColumnType;

/**
 * Expressions that a change computes of rows at hand: the select list of a query on tables, of
 * which nothing but the expressions is kept.
 *
 * @param values the expressions
 * @param rowType over which they are: the columns of the tables, one after the other
 * @param columns what they are
 * @param variables by which sub-queries in them refer to the rows
 */
record RowExpressions(
    List<RexNode> values,
    RelDataType rowType,
    List<ColumnInfo> columns,
    Set<CorrelationId> variables) {

  /**
   * Plans expressions. Those over a view are over the rows of its table.
   *
   * @param items a select list
   * @param from the tables that it is about
   * @param wanted types that literals and parameters take; null if the items have their own
   * @param clause where they stand, for messages
   */
  static RowExpressions of(
      Planning planning,
      List<SqlNode> items,
      SqlNode from,
      @Nullable RelDataType wanted,
      String clause) {
    RowExpressions made = of(query(planning.beside(), items, from, wanted, clause));
    for (RexNode value : made.values) {
      if (RexUtil.SubQueryFinder.find(value) != null) {
        throw new PlacedError(
            items.get(0), "0A000", "sub-queries in " + clause + " are not supported yet");
      }
    }
    return made;
  }

  /** The same for expressions over the rows of FROM as they are, which may have sub-queries. */
  static RowExpressions withQueries(
      Planning own,
      List<SqlNode> items,
      SqlNode from,
      @Nullable RelDataType wanted,
      String clause) {
    return of(query(own, items, from, wanted, clause, own::convertApart));
  }

  private static RowExpressions of(Query made) {
    RelNode query = made.root;
    RelNode rows = query instanceof Project project ? project.getInput() : query;
    return new RowExpressions(
        values(query), rows.getRowType(), made.columns, query.getVariablesSet());
  }

  /**
   * Expressions as a query.
   *
   * @param root gives them
   * @param columns what they are
   */
  record Query(RelNode root, List<ColumnInfo> columns) {

    /** The step that computes them, if there is anything to compute. */
    Project project() {
      if (root instanceof Project project) {
        return project;
      }
      throw new IllegalStateException("nothing but columns: " + root.getRelTypeName());
    }
  }

  /** Converts expressions. */
  static Query query(
      Planning own,
      List<SqlNode> items,
      SqlNode from,
      @Nullable RelDataType wanted,
      String clause) {
    return query(own, items, from, wanted, clause, own::convert);
  }

  private static Query query(
      Planning own,
      List<SqlNode> items,
      SqlNode from,
      @Nullable RelDataType wanted,
      String clause,
      Function<SqlNode, RelRoot> conversion) {
    RowsCalls.refuse(items, clause);
    SqlParserPos place = SqlParserPos.sum(items);
    SqlSelect select = PlainSelect.of(place, items, from, null);
    if (own.validator().isAggregate(select)) {
      throw new PlacedError(
          items.get(0), "42803", "aggregate functions are not allowed in " + clause);
    }
    SqlNode validated =
        wanted == null
            ? own.validator().validateStatement(select)
            : own.validator().validateSource(select, wanted);
    List<ColumnInfo> columns = wanted == null ? QueryPlanning.columns(own, validated) : List.of();
    RelNode query = conversion.apply(validated).rel;
    if (values(query).stream().anyMatch(RexOver::containsOver)) {
      throw new PlacedError(items.get(0), "42P20", "window functions are not allowed in " + clause);
    }
    return new Query(query, columns);
  }

  private static List<RexNode> values(RelNode query) {
    return query instanceof Project project
        ? project.getProjects()
        : query.getCluster().getRexBuilder().identityProjects(query.getRowType()).stream()
            .map(RexNode.class::cast)
            .toList();
  }

  /** The type of a column over which they are. */
  ColumnType type(int column) {
    return ColumnTypes.toColumn(rowType.getFieldList().get(column).getType());
  }

  /** What makes them run. */
  ExpressionCompiler compiler() {
    return ExpressionCompiler.over(rowType);
  }

  /** How people read them. */
  ExpressionText text() {
    return new ExpressionText(rowType.getFieldNames());
  }
}
