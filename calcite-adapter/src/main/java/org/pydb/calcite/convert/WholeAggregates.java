package org.pydb.calcite.convert;

import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Leaves averages and variances over windows what they are. Calcite would make sums, counts and
 * powers of them, which are not exact and take twice as long.
 */
final class WholeAggregates implements SqlRexConvertletTable {

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    return switch (call.getKind()) {
      case AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> WholeAggregates::convert;
      default -> StrictCalls.convertletOf(call);
    };
  }

  private static RexNode convert(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    SqlAggFunction function = (SqlAggFunction) call.getOperator();
    List<RexNode> arguments =
        call.getOperandList().stream().map(context::convertExpression).toList();
    return rex.makeCall(rex.deriveReturnType(function, arguments), function, arguments);
  }
}
