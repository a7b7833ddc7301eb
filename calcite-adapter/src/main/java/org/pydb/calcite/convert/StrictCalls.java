package org.pydb.calcite.convert;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's conversions of calls, but for arithmetic and comparisons with NULL: they are NULL
 * whatever the other operand is, so that is not computed. {@code NULL > a * b} does not overflow,
 * as in PostgreSQL. And Calcite takes {@code 6 / NULL} for a literal where it asks how {@code 6 /
 * NULL * 7} grows, and fails.
 */
final class StrictCalls {

  private static final Set<SqlKind> STRICT =
      EnumSet.of(
          SqlKind.PLUS,
          SqlKind.MINUS,
          SqlKind.TIMES,
          SqlKind.DIVIDE,
          SqlKind.MOD,
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL);

  private StrictCalls() {}

  /** How to convert the call; null if nobody knows. */
  static @Nullable SqlRexConvertlet convertletOf(SqlCall call) {
    if (call.getKind() == SqlKind.PLUS_PREFIX) {
      return (context, same) -> context.convertExpression(same.operand(0));
    }
    SqlRexConvertlet standard = StandardConvertletTable.INSTANCE.get(call);
    return standard == null || !STRICT.contains(call.getKind())
        ? standard
        : (context, same) -> orNull(context, standard.convertCall(context, same));
  }

  private static RexNode orNull(SqlRexContext context, RexNode converted) {
    return converted instanceof RexCall call
            && STRICT.contains(call.getKind())
            && call.getOperands().stream().anyMatch(RexUtil::isNull)
        ? context.getRexBuilder().makeNullLiteral(call.getType())
        : converted;
  }
}
