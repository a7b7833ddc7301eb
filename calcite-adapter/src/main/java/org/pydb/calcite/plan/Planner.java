package org.pydb.calcite.plan;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.explain.ExplainOptions;
import org.pydb.calcite.hoist.Hoisting;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.parser.DeleteStatement;
import org.pydb.calcite.parser.ExplainStatement;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.parser.LockingSelect;
import org.pydb.calcite.parser.MergeStatement;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.parser.SequencedStatement;
import org.pydb.calcite.parser.UpdateStatement;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.type.TypeNames;
import org.pydb.calcite.validate.BalancedConditions;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/**
 * Plans queries, changes and EXPLAIN: the door for whoever runs statements. Stateless; thread-safe.
 */
public final class Planner {
  private static final String EXPLAIN_LABEL = "QUERY PLAN";

  private Planner() {}

  /**
   * Plans the only statement of a text.
   *
   * @throws SqlError if it does not parse or cannot be planned; the message shows the place
   */
  public static PlannedStatement plan(String sql, PlanningCatalog catalog, PlanOptions options) {
    try {
      return plan(PydbParser.parseStatement(sql), sql, catalog, options);
    } catch (SqlParseException e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  /**
   * Plans a statement. The tree is changed on the way: it cannot be planned again.
   *
   * @param sql the text that the tree was parsed from, for messages
   * @throws SqlError if it cannot be planned; the message shows the place
   */
  public static PlannedStatement plan(
      SqlNode statement, String sql, PlanningCatalog catalog, PlanOptions options) {
    BalancedConditions.balanceIn(statement);
    return plan(statement, sql, catalog, options, Hoisting.NONE);
  }

  /**
   * Plans a statement so that the plan serves others, too, which differ in literals alone. The tree
   * is changed on the way: it cannot be planned again.
   *
   * @param shape of the text that the tree was parsed from
   * @param allowed which literals the plan may leave open; null for all that it can
   * @throws SqlError if it cannot be planned; the message shows the place
   */
  public static PlannedStatement plan(
      SqlNode statement,
      StatementShape shape,
      boolean @Nullable [] allowed,
      PlanningCatalog catalog,
      PlanOptions options) {
    BalancedConditions.balanceIn(statement);
    Hoisting hoisting =
        catalog.mustKnowLiterals(statement)
            ? Hoisting.NONE
            : Hoisting.of(statement, shape, allowed);
    return plan(statement, shape.text(), catalog, options, hoisting).withLiterals(hoisting.slots());
  }

  /**
   * Plans the only statement of a text so that the plan serves others, too.
   *
   * @throws SqlError if it does not parse or cannot be planned; the message shows the place
   */
  public static PlannedStatement plan(
      StatementShape shape,
      boolean @Nullable [] allowed,
      PlanningCatalog catalog,
      PlanOptions options) {
    try {
      SqlNode statement = PydbParser.parseStatement(shape.text());
      return plan(statement, shape, allowed, catalog, options);
    } catch (SqlParseException e) {
      throw CalciteErrors.translate(e, shape.text(), Suggestions.NONE);
    }
  }

  private static PlannedStatement plan(
      SqlNode statement,
      String sql,
      PlanningCatalog catalog,
      PlanOptions options,
      Hoisting hoisting) {
    Suggestions suggestions = new StatementSuggestions(statement, catalog, options.searchPath());
    try {
      return plan(statement, catalog, options, hoisting);
    } catch (UnsupportedExpression e) {
      throw new SqlError("0A000", e.getMessage() + " is not supported yet", e);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      SqlError error = CalciteErrors.translate(e, sql, suggestions);
      throw isUnknownName(error) && hasLockingQuery(statement)
          ? new SqlError(
              error.state(),
              error.getMessage() + "\nSub-queries with FOR UPDATE do not see rows around them.",
              error)
          : error;
    }
  }

  private static boolean isUnknownName(SqlError error) {
    return error.state().equals("42P01") || error.state().equals("42703");
  }

  private static boolean hasLockingQuery(SqlNode statement) {
    return statement instanceof SequencedStatement sequence
        && sequence.priors().stream().anyMatch(LockingSelect.class::isInstance);
  }

  /**
   * Binds the names of a query that a definition keeps.
   *
   * @param query stays as it is
   * @param copy the same, which is used up
   * @param sql the text that it was parsed from, for messages
   * @param names the names to be written for tables and views, by their ids, if they are to be
   *     others than they have
   * @throws SqlError if it makes no sense; the message shows the place
   */
  public static BoundQuery bind(
      SqlNode query,
      SqlNode copy,
      String sql,
      Map<Integer, List<String>> names,
      PlanningCatalog catalog,
      PlanOptions options) {
    Suggestions suggestions = new StatementSuggestions(query, catalog, options.searchPath());
    try {
      return BoundQuery.of(new Planning(catalog, options), query, copy, names);
    } catch (UnsupportedExpression e) {
      throw new SqlError("0A000", e.getMessage() + " is not supported yet", e);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, suggestions);
    }
  }

  /**
   * The type of an expression over the columns of a table whose values a definition has kept.
   *
   * @param what such expressions are, for messages
   * @param sql the text that the tree was parsed from, for messages
   * @throws SqlError if it makes no sense, or may give other values later
   */
  public static ColumnType typeOf(
      SqlNode expression,
      TableDefinition table,
      String what,
      String sql,
      PlanningCatalog catalog,
      PlanOptions options) {
    SqlIdentifier name =
        new SqlIdentifier(List.of(table.schema(), table.name()), expression.getParserPosition());
    try {
      RowExpressions found =
          RowExpressions.of(new Planning(catalog, options), List.of(expression), name, null, what);
      ImmutableExpressions.check(found.values().get(0), "one of the " + what);
      return found.columns().get(0).type();
    } catch (UnsupportedExpression e) {
      throw new SqlError("0A000", e.getMessage() + " is not supported yet", e);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  /** Whether a statement is one to be planned; others define, control or set something. */
  public static boolean isPlannable(SqlNode statement) {
    return statement instanceof ExplainStatement explain
        ? isPlannable(explain.statement())
        : statement.isA(SqlKind.QUERY)
            || statement instanceof LockingSelect
            || statement instanceof SequencedStatement
            || statement.getKind() == SqlKind.INSERT
            || statement.getKind() == SqlKind.UPDATE
            || statement.getKind() == SqlKind.DELETE
            || statement instanceof MergeStatement;
  }

  private static PlannedStatement plan(
      SqlNode statement, PlanningCatalog catalog, PlanOptions options, Hoisting hoisting) {
    if (statement instanceof ExplainStatement explain) {
      return explain(explain, catalog, options);
    }
    Planning planning = new Planning(catalog, options, hoisting);
    return planning.priors().before(plan(planning, statement)).withNames(planning.names());
  }

  /** Plans a statement or a part of one, without what runs before it. */
  static PlannedStatement plan(Planning planning, SqlNode statement) {
    if (statement instanceof SequencedStatement sequence) {
      planning.priors().plan(planning, sequence);
      return plan(planning, sequence.statement());
    }
    if (statement instanceof InsertStatement insert) {
      return InsertPlanning.plan(planning, insert);
    }
    if (statement instanceof UpdateStatement update) {
      return ChangePlanning.update(planning, update);
    }
    if (statement instanceof DeleteStatement delete) {
      return ChangePlanning.delete(planning, delete);
    }
    if (statement instanceof MergeStatement merge) {
      return MergePlanning.plan(planning, merge);
    }
    return statement instanceof LockingSelect locking
        ? LockPlanning.plan(planning, locking)
        : QueryPlanning.plan(planning, statement);
  }

  private static PlannedStatement explain(
      ExplainStatement explain, PlanningCatalog catalog, PlanOptions options) {
    ExplainOptions choices = ExplainOptions.of(explain);
    PlanOptions explaining = options.withExplanation();
    ColumnType text = ColumnType.text(0);
    ColumnInfo column =
        new ColumnInfo(EXPLAIN_LABEL, text, TypeNames.catalogName(text), false, null, null, null);
    if (explain.analyze()) {
      if (!explain.statement().isA(SqlKind.QUERY)) {
        throw new PlacedError(
            explain,
            "0A000",
            "EXPLAIN ANALYZE of statements that change or lock rows is not supported yet");
      }
      Planning planning = new Planning(catalog, explaining);
      return QueryPlanning.analyze(planning, explain.statement(), column, choices)
          .withNames(planning.names());
    }
    PlannedStatement planned = plan(explain.statement(), catalog, explaining, Hoisting.NONE);
    List<List<Expression>> lines =
        choices.rows(planned.explanation(), null).stream()
            .map(line -> List.of(Expressions.literal(text, line)))
            .toList();
    return new PlannedStatement(
            SqlStatement.Kind.QUERY,
            new ValuesNode(List.of(text), lines),
            List.of(column),
            planned.parameters(),
            planned.tables(),
            planned.statistics(),
            planned.explanation())
        .withNames(planned.names());
  }
}
