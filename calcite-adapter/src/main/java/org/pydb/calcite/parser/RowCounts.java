package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.PydbFunctions;

/** How many rows LIMIT, OFFSET and FETCH ask for: any expression without columns. */
public final class RowCounts {

  /** What {@code FETCH FIRST ROW} asks for. */
  public static final String ONE = "1";

  private RowCounts() {}

  /**
   * A number of rows: numbers and parameters as they are, all else made a bigint; null for NULL.
   */
  public static @Nullable SqlNode of(SqlNode count) {
    if (SqlUtil.isNullLiteral(count, true)) {
      return null;
    }
    boolean isNumber = count instanceof SqlNumericLiteral number && number.isInteger();
    if (isNumber || count instanceof SqlDynamicParam) {
      return count;
    }
    SqlParserPos place = count.getParserPosition();
    SqlDataTypeSpec bigint =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, place), place);
    return SqlStdOperatorTable.CAST.createCall(place, count, bigint);
  }

  /** So many rows, and those that are equal to the last of them by ORDER BY. */
  public static @Nullable SqlNode withTies(@Nullable SqlNode count, SqlParserPos place) {
    return count == null ? null : PydbFunctions.WITH_TIES.createCall(place, count);
  }

  /** Whether a count asks for ties, too. */
  public static boolean isWithTies(@Nullable SqlNode count) {
    return count instanceof SqlCall call && call.getOperator().equals(PydbFunctions.WITH_TIES);
  }

  /** Refuses ties where nothing says which rows are equal. */
  public static void checkTies(@Nullable SqlNode count, @Nullable SqlNodeList order) {
    if (count != null && isWithTies(count) && order == null) {
      throw new PlacedError(
          count, "42601", "WITH TIES cannot be specified without ORDER BY clause");
    }
  }
}
