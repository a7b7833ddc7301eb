package org.pydb.calcite.rex;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Comparisons of rows, written as comparisons of their columns. Rows are ordered as words are: the
 * first columns that differ decide.
 *
 * <pre>
 *   (a, b) &lt; (c, d)    →    a &lt; c OR (a = c AND b &lt; d)
 * </pre>
 */
final class RowComparison {
  private static final RexBuilder BUILDER = PydbRexBuilder.INSTANCE;

  private RowComparison() {}

  /** Whether a call compares two rows of as many columns. */
  static boolean is(RexCall call) {
    return call.getOperands().size() == 2
        && call.getOperands().get(0) instanceof RexCall left
        && call.getOperands().get(1) instanceof RexCall right
        && left.getKind() == SqlKind.ROW
        && right.getKind() == SqlKind.ROW
        && left.getOperands().size() == right.getOperands().size()
        && (SqlKind.COMPARISON.contains(call.getKind())
            || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM
            || call.getKind() == SqlKind.IS_DISTINCT_FROM);
  }

  /** The comparison without rows. */
  static RexNode expand(RexCall call) {
    List<RexNode> left = ((RexCall) call.getOperands().get(0)).getOperands();
    List<RexNode> right = ((RexCall) call.getOperands().get(1)).getOperands();
    return switch (call.getKind()) {
      case EQUALS, IS_NOT_DISTINCT_FROM ->
          RexUtil.composeConjunction(BUILDER, each(call.getOperator(), left, right));
      case NOT_EQUALS, IS_DISTINCT_FROM ->
          RexUtil.composeDisjunction(BUILDER, each(call.getOperator(), left, right));
      default -> ordered(call.getOperator(), left, right);
    };
  }

  private static List<RexNode> each(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
    List<RexNode> parts = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      parts.add(BUILDER.makeCall(operator, left.get(i), right.get(i)));
    }
    return parts;
  }

  private static RexNode ordered(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
    int last = left.size() - 1;
    RexNode rest = BUILDER.makeCall(operator, left.get(last), right.get(last));
    SqlOperator strict = strict(operator);
    for (int i = last - 1; i >= 0; i--) {
      RexNode equal = BUILDER.makeCall(SqlStdOperatorTable.EQUALS, left.get(i), right.get(i));
      rest =
          BUILDER.makeCall(
              SqlStdOperatorTable.OR,
              BUILDER.makeCall(strict, left.get(i), right.get(i)),
              BUILDER.makeCall(SqlStdOperatorTable.AND, equal, rest));
    }
    return rest;
  }

  private static SqlOperator strict(SqlOperator operator) {
    return switch (operator.getKind()) {
      case LESS_THAN, LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN;
      default -> SqlStdOperatorTable.GREATER_THAN;
    };
  }
}
