package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.ComputedOperator;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.function.RowsOperator;

/**
 * Names the rows of functions in FROM as PostgreSQL does: without an alias after the function, and
 * the only column after the alias.
 *
 * <pre>
 *   from generate_series(1, 3) i  →  from generate_series(1, 3) as i (i)
 * </pre>
 */
final class RowsFunctionNames extends SqlBasicVisitor<@Nullable Void> {

  private RowsFunctionNames() {}

  /** Names those of a statement, in place. */
  static void give(SqlNode statement) {
    statement.accept(new RowsFunctionNames());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      select.setFrom(named(select.getFrom()));
    } else if (call instanceof SqlJoin join) {
      join.setLeft(named(join.getLeft()));
      join.setRight(named(join.getRight()));
    }
    return super.visit(call);
  }

  private static SqlNode named(SqlNode from) {
    SqlNode table = from;
    String alias = null;
    if (from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2) {
      table = ((SqlCall) from).operand(0);
      alias = ((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple();
    }
    RowsOperator function = function(table);
    if (function == null) {
      return from;
    }
    if (alias == null) {
      String name = function.getName().toLowerCase(Locale.ROOT);
      alias = name.split(" ", 2)[0];
    }
    SqlParserPos place = from.getParserPosition();
    List<SqlNode> operands = new ArrayList<>();
    operands.add(table);
    operands.add(new SqlIdentifier(alias, place));
    for (String column : function.columns(alias)) {
      operands.add(new SqlIdentifier(column, place));
    }
    return SqlStdOperatorTable.AS.createCall(place, operands);
  }

  private static @Nullable RowsOperator function(SqlNode table) {
    SqlNode inner = table;
    while (inner.getKind() == SqlKind.LATERAL || inner.getKind() == SqlKind.COLLECTION_TABLE) {
      inner = ((SqlCall) inner).operand(0);
    }
    if (!(inner instanceof SqlCall call)
        || !(call.getOperator() instanceof SqlFunction function)
        || function.getSqlIdentifier() == null) {
      return null;
    }
    List<SqlOperator> found = new ArrayList<>();
    PydbOperatorTable.INSTANCE.lookupOperatorOverloads(
        function.getSqlIdentifier(),
        null,
        SqlSyntax.FUNCTION,
        found,
        SqlNameMatchers.withCaseSensitive(false));
    for (SqlOperator operator : found) {
      if (operator instanceof RowsOperator rows) {
        return rows;
      }
      if (operator instanceof ComputedOperator) {
        throw new PlacedError(
            call,
            "0A000",
            "function "
                + operator.getName().toLowerCase(Locale.ROOT)
                + " gives one value: in FROM, write (SELECT …) around it");
      }
    }
    return null;
  }
}
