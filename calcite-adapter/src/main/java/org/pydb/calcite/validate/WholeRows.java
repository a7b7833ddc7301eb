package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.JsonAggregates;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.validate.RowSources.Source;

/**
 * Lets rows stand where JSON is made of values: those of a table in FROM, by its alias, and those
 * that are written out. They become objects of their columns:
 *
 * <pre>
 *   to_json(t)               →  to_json($row_to_json(true, 'a', t.a, 'b', t.b))
 *   row_to_json(row(1, 2))   →  to_json($row_to_json(true, 'f1', 1, 'f2', 2))
 * </pre>
 *
 * Where a join may leave the row out, a column of it that is never NULL stands for {@code true}. A
 * column goes before a table of the same name. Rows are no values anywhere else.
 */
final class WholeRows extends FromVisitor {
  private static final SqlParserPos NONE = SqlParserPos.ZERO;
  private static final String ROW_TO_JSON = "row_to_json";

  /** Those besides {@link JsonAggregates}. */
  private static final Set<String> MAKERS =
      Set.of(
          ROW_TO_JSON,
          "to_json",
          "to_jsonb",
          "$any_json_object",
          "$any_json_array",
          "json_build_array",
          "jsonb_build_array",
          "json_build_object",
          "jsonb_build_object");

  private WholeRows(PydbCatalogReader catalog) {
    super(catalog);
  }

  /** Writes out those of a statement, in place. */
  static void writeOut(SqlNode statement, PydbCatalogReader catalog) {
    if (isUsed(statement, WholeRows::makesJson)) {
      statement.accept(new WholeRows(catalog));
    }
  }

  private static boolean makesJson(SqlCall call) {
    return call instanceof SqlBasicCall
        && (MAKERS.contains(name(call)) || JsonAggregates.isOne(name(call)));
  }

  private static String name(SqlCall call) {
    return call.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (makesJson(call)) {
      for (int i = 0; i < call.operandCount(); i++) {
        SqlNode row = written(call.operand(i));
        if (row != null) {
          call.setOperand(i, row);
        }
      }
      if (call instanceof SqlBasicCall basic && name(call).equals(ROW_TO_JSON)) {
        refuseOtherThanRow(call);
        basic.setOperator(JsonFunctions.TO_JSON_FUNCTION);
      }
    }
    return super.visit(call);
  }

  /** A name that is neither a column nor a table is left to be looked for. */
  private void refuseOtherThanRow(SqlCall call) {
    boolean isRow =
        call.operandCount() == 1
            && (call.operand(0) instanceof SqlIdentifier name
                ? name.isSimple() && !isColumn(name)
                : call.operand(0) instanceof SqlCall made
                    && made.getOperator().equals(JsonFunctions.ROW_TO_JSON));
    if (!isRow) {
      throw new PlacedError(
          call,
          "42883",
          "function row_to_json takes the alias of a table in FROM, or ROW(…), only; to_json takes"
              + " other values");
    }
  }

  /** The object of a row; null if the operand is none. */
  private @Nullable SqlNode written(SqlNode operand) {
    if (operand.getKind() == SqlKind.ROW) {
      return ofValues(((SqlCall) operand).getOperandList());
    }
    if (!(operand instanceof SqlIdentifier name) || isColumn(name)) {
      return null;
    }
    for (RowSources sources : around()) {
      Source source = sources.ofRow(name);
      if (source != null) {
        return ofColumns(name, source);
      }
    }
    return null;
  }

  private boolean isColumn(SqlIdentifier name) {
    return name.isSimple()
        && around().stream().anyMatch(sources -> sources.hasColumn(name.getSimple()));
  }

  private static SqlNode ofValues(List<SqlNode> values) {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(SqlLiteral.createBoolean(true, NONE));
    for (int i = 0; i < values.size(); i++) {
      operands.add(SqlLiteral.createCharString("f" + (i + 1), NONE));
      operands.add(values.get(i));
    }
    return JsonFunctions.ROW_TO_JSON.createCall(NONE, operands);
  }

  private static SqlNode ofColumns(SqlIdentifier name, Source source) {
    List<String> columns = source.columns();
    if (columns == null) {
      throw new PlacedError(
          name,
          "0A000",
          "the columns of the row of \""
              + source.alias()
              + "\" cannot be told here: write json_build_object('column', "
              + source.alias()
              + ".column, …)");
    }
    String present = source.neverNull();
    if (source.mayBeMissing() && present == null) {
      throw new PlacedError(
          name,
          "0A000",
          "the join may leave the row of \""
              + source.alias()
              + "\" out, and it has no column that is NOT NULL to tell: write json_build_object"
              + "('column', "
              + source.alias()
              + ".column, …) in a CASE");
    }
    List<SqlNode> operands = new ArrayList<>();
    operands.add(
        source.mayBeMissing() && present != null
            ? column(source, present)
            : SqlLiteral.createBoolean(true, NONE));
    for (String column : columns) {
      operands.add(SqlLiteral.createCharString(column, NONE));
      operands.add(column(source, column));
    }
    return JsonFunctions.ROW_TO_JSON.createCall(NONE, operands);
  }

  private static SqlNode column(Source source, String column) {
    return new SqlIdentifier(List.of(source.alias(), column), NONE);
  }
}
