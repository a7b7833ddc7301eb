package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.table.RowCheck;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;

/**
 * The expressions that a table's definition keeps as text: conditions that rows must meet. Made
 * once for a table. Immutable; thread-safe.
 *
 * <p>Defaults are text as well, but are parsed anew for each statement, since they become part of
 * it.
 *
 * @param checks compiled, over all columns of the table
 */
record TableExpressions(List<RowCheck> checks) {

  static TableExpressions of(PlanningCatalog catalog, PydbTable table) {
    List<RowCheck> checks = new ArrayList<>();
    for (CheckConstraint check : table.definition().checks()) {
      RexNode condition = convert(catalog, table, check.expression());
      checks.add(
          new RowCheck(
              check.name(), ExpressionCompiler.over(table.getRowType()).compile(condition)));
    }
    return new TableExpressions(List.copyOf(checks));
  }

  /** The default of a column as a tree of its own; null if it has none. */
  static @Nullable SqlNode defaultOf(PydbTable table, int column) {
    ColumnDefinition definition = table.definition().columns().get(column);
    Identity identity = definition.identity();
    if (identity != null) {
      SqlParserPos none = SqlParserPos.ZERO;
      return ScalarFunctions.NEXT_OF_SEQUENCE.createCall(
          none, SqlLiteral.createExactNumeric(Integer.toString(identity.sequenceId()), none));
    }
    return definition.defaultExpression() == null
        ? null
        : parse(table, definition.defaultExpression());
  }

  private static SqlNode parse(PydbTable table, String expression) {
    try {
      return PydbParser.parseExpression(expression);
    } catch (SqlParseException e) {
      SqlError error = CalciteErrors.translate(e, expression, Suggestions.NONE);
      throw new SqlError(
          "XX000",
          "table "
              + table.definition().qualifiedName()
              + " has an expression that does not parse: "
              + error.getMessage(),
          error);
    }
  }

  /** A condition over the columns of a table: that of {@code select condition from table}. */
  private static RexNode convert(PlanningCatalog catalog, PydbTable table, String expression) {
    SqlParserPos none = SqlParserPos.ZERO;
    SqlSelect select =
        PlainSelect.of(
            none,
            List.of(parse(table, expression)),
            new SqlIdentifier(
                List.of(table.definition().schema(), table.definition().name()), none),
            null);
    Planning planning = new Planning(catalog, PlanOptions.DEFAULT);
    RelNode query = planning.convert(planning.validator().validateStatement(select)).rel;
    if (query instanceof Project project && project.getInput().getInputs().isEmpty()) {
      return project.getProjects().get(0);
    }
    throw new SqlError(
        "0A000",
        "check constraint on "
            + table.definition().qualifiedName()
            + " must not use sub-queries, aggregates or window functions: "
            + expression);
  }
}
