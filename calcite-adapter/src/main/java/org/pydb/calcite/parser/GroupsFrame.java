package org.pydb.calcite.parser;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Frames in GROUPS, which Calcite's windows have no place for: they travel as ROWS whose offsets
 * are marked by being larger than any number of rows.
 *
 * <pre>
 *   GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW
 *   ROWS BETWEEN MARK + 2 PRECEDING AND MARK + 0 FOLLOWING
 * </pre>
 */
public final class GroupsFrame {
  private static final BigDecimal MARK = BigDecimal.TEN.pow(18);

  private GroupsFrame() {}

  /** The end of a frame in GROUPS. */
  public static @Nullable SqlNode bound(@Nullable SqlNode bound, boolean isLower) {
    if (bound == null
        || SqlWindow.isUnboundedPreceding(bound)
        || SqlWindow.isUnboundedFollowing(bound)) {
      return bound;
    }
    SqlParserPos position = bound.getParserPosition();
    if (SqlWindow.isCurrentRow(bound)) {
      SqlNode here = marked(BigDecimal.ZERO, position);
      return isLower
          ? SqlWindow.createPreceding(here, position)
          : SqlWindow.createFollowing(here, position);
    }
    SqlCall call = (SqlCall) bound;
    if (!(call.operand(0) instanceof SqlNumericLiteral literal) || !literal.isInteger()) {
      throw new SqlError(
          "0A000", "GROUPS is supported with numbers of groups that stand in the statement only");
    }
    SqlNode distance = marked(literal.bigDecimalValue(), position);
    return call.getOperator().createCall(position, distance);
  }

  private static SqlNode marked(BigDecimal distance, SqlParserPos position) {
    return SqlLiteral.createExactNumeric(MARK.add(distance).toPlainString(), position);
  }

  /** Whether an offset counts groups. */
  public static boolean isMarked(BigDecimal offset) {
    return offset.compareTo(MARK) >= 0;
  }

  /** How many groups a marked offset counts. */
  public static long distance(BigDecimal offset) {
    return offset.subtract(MARK).longValueExact();
  }
}
