package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;

/** The rows of VALUES. */
public final class ValuesRows {
  private ValuesRows() {}

  /** The call that stands for them; they must have as many values each. */
  public static SqlNode call(List<SqlNode> rows, SqlParserPos place) {
    int count = count(rows.get(0));
    for (SqlNode row : rows) {
      if (count(row) != count) {
        throw new PlacedError(
            row,
            "42601",
            "VALUES lists must all be the same length: the first has "
                + count
                + ", this one "
                + count(row));
      }
    }
    return SqlStdOperatorTable.VALUES.createCall(place, rows);
  }

  private static int count(SqlNode row) {
    return ((SqlCall) row).operandCount();
  }
}
