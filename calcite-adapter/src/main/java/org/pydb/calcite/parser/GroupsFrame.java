package org.pydb.calcite.parser;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
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
  private static final SqlDataTypeSpec BIGINT =
      new SqlDataTypeSpec(
          new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, SqlParserPos.ZERO), SqlParserPos.ZERO);

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

  /**
   * The end of a frame in ROWS, which must not look as if it were marked: no partition has so many
   * rows, so a smaller number says the same.
   */
  public static @Nullable SqlNode rows(SqlLiteral isRows, @Nullable SqlNode bound) {
    if (!isRows.booleanValue()
        || bound == null
        || SqlWindow.isUnboundedPreceding(bound)
        || SqlWindow.isUnboundedFollowing(bound)
        || SqlWindow.isCurrentRow(bound)) {
      return bound;
    }
    SqlCall call = (SqlCall) bound;
    SqlNode offset = call.operand(0);
    SqlParserPos position = offset.getParserPosition();
    if (offset.getKind() == SqlKind.DYNAMIC_PARAM) {
      offset = SqlStdOperatorTable.CAST.createCall(position, offset, BIGINT);
    }
    if (offset.getKind() == SqlKind.CAST) {
      // Calcite would make a literal of it; of a sum it does not.
      SqlNode zero = SqlLiteral.createExactNumeric("0", position);
      offset = SqlStdOperatorTable.PLUS.createCall(position, offset, zero);
    } else if (offset instanceof SqlNumericLiteral literal && literal.isInteger()) {
      BigDecimal distance = literal.bigDecimalValue();
      if (distance != null && isMarked(distance) && isBigint(distance)) {
        offset = SqlLiteral.createExactNumeric(most(distance).toPlainString(), position);
      }
    }
    return call.getOperator().createCall(bound.getParserPosition(), offset);
  }

  /** A smaller number that means the same. */
  private static BigDecimal most(BigDecimal distance) {
    return distance.min(MARK.subtract(BigDecimal.ONE));
  }

  /** Of what is no BIGINT the validator will tell. */
  private static boolean isBigint(BigDecimal distance) {
    return distance.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static SqlNode marked(BigDecimal distance, SqlParserPos position) {
    BigDecimal number = isBigint(distance) ? MARK.add(most(distance)) : distance;
    return SqlLiteral.createExactNumeric(number.toPlainString(), position);
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
