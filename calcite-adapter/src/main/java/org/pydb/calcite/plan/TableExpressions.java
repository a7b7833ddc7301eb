package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.ComputedColumns;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.table.GeneratedValue;
import org.pydb.calcite.exec.table.RowCheck;
import org.pydb.calcite.exec.table.RowRules;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.rex.ConstantFolding;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * The expressions that a table's definition keeps as text: the values of generated columns, and
 * conditions that rows must meet. Made once for a table. Immutable; thread-safe.
 *
 * <p>Defaults are text as well, but are parsed anew for each statement, since they become part of
 * it.
 *
 * @param rules compiled, over all columns of the table that users see
 * @param computed the expressions of hidden columns, as queries have them
 */
record TableExpressions(RowRules rules, ComputedColumns computed) {

  static TableExpressions of(PlanningCatalog catalog, PydbTable table) {
    ExpressionCompiler compiler = ExpressionCompiler.over(table.getRowType());
    List<GeneratedValue> generated = new ArrayList<>();
    Map<Integer, RexNode> values = new HashMap<>();
    Map<Integer, RexNode> hidden = new HashMap<>();
    List<ColumnDefinition> columns = table.definition().columns();
    for (int i = 0; i < columns.size(); i++) {
      String text = columns.get(i).generatedExpression();
      if (text != null && columns.get(i).isHidden()) {
        RexNode value = convert(catalog, table, text, "index");
        hidden.put(i, value);
        generated.add(new GeneratedValue(i, compiler.compile(inlined(value, values))));
      } else if (text != null) {
        RexNode value = generatedValue(catalog, table, columns.get(i), text);
        values.put(i, value);
        generated.add(new GeneratedValue(i, compiler.compile(value)));
      }
    }
    List<RowCheck> checks = new ArrayList<>();
    for (CheckConstraint check : table.definition().checks()) {
      RexNode condition = convert(catalog, table, check.expression(), "check constraint");
      checks.add(new RowCheck(check.name(), compiler.compile(condition)));
    }
    return new TableExpressions(
        new RowRules(generated, checks), computed(table.definition(), hidden));
  }

  private static ComputedColumns computed(TableDefinition table, Map<Integer, RexNode> hidden) {
    Set<Integer> keys = new HashSet<>();
    Map<Integer, RexNode> expressions = new HashMap<>(hidden);
    for (IndexDefinition index : table.indexes()) {
      keys.addAll(index.keyColumns());
      // As conditions of queries are before they are compared with it.
      expressions.computeIfPresent(
          index.condition(), (column, value) -> ConstantFolding.foldCondition(value));
    }
    keys.retainAll(hidden.keySet());
    return new ComputedColumns(expressions, keys);
  }

  /** An expression that computes the generated columns that it uses: all are computed at once. */
  private static RexNode inlined(RexNode expression, Map<Integer, RexNode> generated) {
    return generated.isEmpty()
        ? expression
        : expression.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef column) {
                RexNode value = generated.get(column.getIndex());
                return value == null
                    ? column
                    : PydbRexBuilder.INSTANCE.ensureType(column.getType(), value, true);
              }
            });
  }

  private static RexNode generatedValue(
      PlanningCatalog catalog, PydbTable table, ColumnDefinition column, String text) {
    try {
      RexNode value = convert(catalog, table, text, "column generation expression");
      ImmutableExpressions.check(value, "generation expression");
      for (int used : RelOptUtil.InputFinder.bits(value)) {
        ColumnDefinition other = table.definition().columns().get(used);
        if (other.generatedExpression() != null) {
          throw new SqlError(
              "42P17",
              "cannot use generated column \""
                  + other.name()
                  + "\" in column generation expression: write its expression instead");
        }
      }
      return Assignment.of(value, column, parse(table, text));
    } catch (RuntimeException e) {
      SqlError error = CalciteErrors.translate(e, text, Suggestions.NONE);
      throw new SqlError(
          error.state(),
          "generated column \"" + column.name() + "\": " + error.getMessage(),
          error);
    }
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

  /** An expression over the columns of a table: that of {@code select expression from table}. */
  private static RexNode convert(
      PlanningCatalog catalog, PydbTable table, String expression, String what) {
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
    if (query instanceof Project project
        && project.getInput().getInputs().isEmpty()
        && RexUtil.SubQueryFinder.find(project.getProjects().get(0)) == null
        && !RexOver.containsOver(project.getProjects().get(0))) {
      ImmutableExpressions.refuseJava(project.getProjects().get(0), what);
      return project.getProjects().get(0);
    }
    throw new SqlError(
        "0A000",
        what
            + " on "
            + table.definition().qualifiedName()
            + " must not use sub-queries, aggregates or window functions: "
            + expression);
  }
}
