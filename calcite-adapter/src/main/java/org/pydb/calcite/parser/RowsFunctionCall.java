package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.RowsFunctions;
import org.pydb.calcite.function.RowsOperator;

/** Calls of functions in FROM. */
public final class RowsFunctionCall {

  private RowsFunctionCall() {}

  /**
   * {@code unnest(array)} in a select list.
   *
   * @throws PlacedError 42883 if there are several arrays, which FROM takes
   */
  public static SqlNode unnest(SqlNodeList arrays, SqlParserPos place) {
    if (arrays.size() != 1) {
      throw new PlacedError(
          place, "42883", "unnest of several arrays stands in FROM only: here it takes one");
    }
    return RowsFunctions.unnest(1, false).createCall(place, arrays.getList());
  }

  /** The same call of the function whose rows are numbered: {@code WITH ORDINALITY}. */
  public static SqlNode numbered(SqlNode table) {
    SqlCall call = ((SqlCall) table).operand(0);
    SqlFunction function = (SqlFunction) call.getOperator();
    SqlIdentifier name = function.getSqlIdentifier();
    if (name == null || !name.isSimple()) {
      throw new PlacedError(table, "0A000", "WITH ORDINALITY is not supported for this function");
    }
    SqlFunction numbered =
        new SqlUnresolvedFunction(
            new SqlIdentifier(
                List.of(name.getSimple() + RowsOperator.NUMBERED_SUFFIX), name.getParserPosition()),
            null,
            null,
            null,
            null,
            function.getFunctionType());
    SqlCall numberedCall = numbered.createCall(call.getParserPosition(), call.getOperandList());
    return SqlStdOperatorTable.COLLECTION_TABLE.createCall(table.getParserPosition(), numberedCall);
  }
}
