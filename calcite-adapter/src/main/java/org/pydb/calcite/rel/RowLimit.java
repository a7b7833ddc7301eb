package org.pydb.calcite.rel;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.PydbFunctions;

/** What LIMIT and OFFSET mean for estimates. A parameter is taken for a small number. */
public final class RowLimit {
  private static final double PARAMETER = 20;

  private RowLimit() {}

  /** Whether a number of rows asks for those that are equal to the last one, too. */
  public static boolean isWithTies(@Nullable RexNode fetch) {
    return fetch instanceof RexCall call && call.getOperator().equals(PydbFunctions.WITH_TIES);
  }

  /** The number without its ties. */
  static @Nullable RexNode number(@Nullable RexNode fetch) {
    return fetch instanceof RexCall call && isWithTies(fetch) ? call.getOperands().get(0) : fetch;
  }

  /** How many rows are left of so many. */
  static double rowCount(double inputRowCount, @Nullable RexNode offset, @Nullable RexNode fetch) {
    double after = Math.max(1, inputRowCount - value(offset, 0));
    return Math.min(after, value(fetch, Double.MAX_VALUE));
  }

  /** How many rows must be looked at or kept. */
  public static double keptCount(@Nullable RexNode offset, @Nullable RexNode fetch) {
    return value(offset, 0) + value(fetch, Double.MAX_VALUE);
  }

  private static double value(@Nullable RexNode node, double none) {
    if (node == null) {
      return none;
    }
    return number(node) instanceof RexLiteral literal && !literal.isNull()
        ? Math.max(0, RexLiteral.numberValue(literal).doubleValue())
        : PARAMETER;
  }
}
