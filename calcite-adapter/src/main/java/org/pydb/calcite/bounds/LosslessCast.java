package org.pydb.calcite.bounds;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeSystem;

/**
 * Looks through casts around a column that change neither its values' order nor which of them are
 * equal: {@code CAST(id AS BIGINT) = ?} asks an integer column for a value.
 */
public final class LosslessCast {

  private LosslessCast() {}

  /** The column below the casts; null if it is no column, or a cast loses something. */
  public static @Nullable RexInputRef column(RexNode node) {
    RexNode below = node;
    while (below instanceof RexCall call && call.getKind() == SqlKind.CAST) {
      RexNode operand = call.getOperands().get(0);
      if (!isLossless(operand.getType(), call.getType())) {
        return null;
      }
      below = operand;
    }
    return below instanceof RexInputRef column ? column : null;
  }

  private static boolean isLossless(RelDataType from, RelDataType to) {
    return switch (from.getSqlTypeName()) {
      case SMALLINT -> isWiderInteger(to, 5) || isWiderDecimal(from, to) || isDouble(to);
      case INTEGER -> isWiderInteger(to, 10) || isWiderDecimal(from, to) || isDouble(to);
      case BIGINT -> isWiderInteger(to, 19) || isWiderDecimal(from, to);
      case DECIMAL -> isWiderDecimal(from, to);
      case REAL -> to.getSqlTypeName() == SqlTypeName.REAL || isDouble(to);
      case CHAR, VARCHAR -> isWiderString(from, to);
      case DATE ->
          to.getSqlTypeName() == SqlTypeName.DATE || to.getSqlTypeName() == SqlTypeName.TIMESTAMP;
      case ARRAY, OTHER -> ColumnTypes.areAlike(from, to);
      default ->
          from.getSqlTypeName() == to.getSqlTypeName() && from.getPrecision() <= to.getPrecision();
    };
  }

  private static boolean isWiderInteger(RelDataType to, int digits) {
    return switch (to.getSqlTypeName()) {
      case SMALLINT -> digits <= 5;
      case INTEGER -> digits <= 10;
      case BIGINT -> true;
      default -> false;
    };
  }

  private static boolean isWiderDecimal(RelDataType from, RelDataType to) {
    if (to.getSqlTypeName() != SqlTypeName.DECIMAL) {
      return false;
    }
    int scale = Math.max(0, from.getScale());
    return PydbTypeSystem.isNumeric(to)
        || (to.getScale() >= scale
            && to.getPrecision() - to.getScale() >= from.getPrecision() - scale);
  }

  private static boolean isDouble(RelDataType to) {
    return to.getSqlTypeName() == SqlTypeName.DOUBLE;
  }

  /** Values of CHAR have lost their trailing blanks before. */
  private static boolean isWiderString(RelDataType from, RelDataType to) {
    boolean isString =
        to.getSqlTypeName() == SqlTypeName.VARCHAR
            || (to.getSqlTypeName() == SqlTypeName.CHAR
                && from.getSqlTypeName() == SqlTypeName.CHAR);
    return isString
        && (to.getPrecision() < 0
            || (from.getPrecision() >= 0 && from.getPrecision() <= to.getPrecision()));
  }
}
