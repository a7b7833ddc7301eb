package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.ComputedOperator;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.function.RowsFunctions;
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

  /** The queries that are done. */
  private final Set<SqlSelect> named = Collections.newSetFromMap(new IdentityHashMap<>());

  private RowsFunctionNames() {}

  /** Names those of a statement, in place. */
  static void give(SqlNode statement) {
    statement.accept(new RowsFunctionNames());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      name(select, null);
    } else if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      name(select, order.orderList);
    }
    return super.visit(call);
  }

  private void name(SqlSelect select, @Nullable SqlNodeList order) {
    SqlNode from = select.getFrom();
    if (from != null && named.add(select)) {
      Map<String, String> columns = new HashMap<>();
      select.setFrom(named(from, columns));
      WholeRowNames.resolve(select, columns, order);
    }
  }

  /**
   * @param columns gets the only columns of functions that have a name of their own, by alias
   */
  private static SqlNode named(SqlNode from, Map<String, String> columns) {
    if (from instanceof SqlJoin join) {
      join.setLeft(named(join.getLeft(), columns));
      join.setRight(named(join.getRight(), columns));
      return from;
    }
    SqlNode table;
    String alias = null;
    if (from instanceof SqlCall as && from.getKind() == SqlKind.AS) {
      as.setOperand(0, ofArrays(as.operand(0)));
      if (as.operandCount() > 2) {
        return from;
      }
      table = as.operand(0);
      alias = ((SqlIdentifier) as.operand(1)).getSimple();
    } else {
      table = ofArrays(from);
    }
    RowsOperator function = function(table);
    if (function == null) {
      return from;
    }
    if (alias == null) {
      String name = function.getName().toLowerCase(Locale.ROOT);
      alias = name.split(" ", 2)[0];
    }
    if (function.namedColumn() != null) {
      columns.put(alias, function.namedColumn());
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

  /** {@code UNNEST} of arrays that are not written out, as a function. */
  private static SqlNode ofArrays(SqlNode table) {
    if (!(table instanceof SqlCall unnest)
        || !(unnest.getOperator() instanceof SqlUnnestOperator operator)
        || unnest.getOperandList().stream().allMatch(RowsFunctionNames::isWrittenOut)) {
      return table;
    }
    SqlParserPos place = table.getParserPosition();
    SqlOperator function = RowsFunctions.unnest(unnest.operandCount(), operator.withOrdinality);
    SqlCall call = function.createCall(place, unnest.getOperandList());
    return SqlStdOperatorTable.LATERAL.createCall(
        place, SqlStdOperatorTable.COLLECTION_TABLE.createCall(place, call));
  }

  private static boolean isWrittenOut(SqlNode array) {
    return switch (array.getKind()) {
      case ARRAY_VALUE_CONSTRUCTOR, MULTISET_VALUE_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR -> true;
      default -> array.isA(SqlKind.QUERY);
    };
  }

  private static @Nullable RowsOperator function(SqlNode table) {
    SqlNode inner = table;
    while (inner.getKind() == SqlKind.LATERAL || inner.getKind() == SqlKind.COLLECTION_TABLE) {
      inner = ((SqlCall) inner).operand(0);
    }
    if (inner instanceof SqlCall known && known.getOperator() instanceof RowsOperator rows) {
      return rows;
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
