package org.pydb.calcite.convert;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.api.SqlError;

/**
 * Makes a search for each left row of an ASOF join:
 *
 * <pre>
 *   a LEFT ASOF JOIN b MATCH_CONDITION b.t &lt;= a.t ON a.x = b.x
 *   →  a LEFT JOIN LATERAL (SELECT * FROM b WHERE b.x = a.x AND b.t &lt;= a.t
 *                           ORDER BY b.t DESC LIMIT 1) ON true
 * </pre>
 *
 * <p>With an index by {@code (x, t)} that reads one entry of it.
 */
final class AsofRows {
  private final RexBuilder rex;
  private final LogicalAsofJoin join;
  private final int leftCount;
  private final CorrelationId variable;

  private AsofRows(LogicalAsofJoin join) {
    this.join = join;
    rex = join.getCluster().getRexBuilder();
    leftCount = join.getLeft().getRowType().getFieldCount();
    variable = join.getCluster().createCorrel();
  }

  /** The rows of a join. */
  static RelNode of(LogicalAsofJoin join) {
    return new AsofRows(join).rows();
  }

  private RelNode rows() {
    RexNode condition =
        rex.makeCall(SqlStdOperatorTable.AND, join.getCondition(), join.getMatchCondition());
    RelNode wanted = LogicalFilter.create(join.getRight(), ofRight(condition));
    RelNode first =
        LogicalSort.create(
            wanted, RelCollations.of(order()), null, rex.makeExactLiteral(BigDecimal.ONE));
    return LogicalCorrelate.create(
        join.getLeft(),
        first,
        List.of(),
        variable,
        ImmutableBitSet.range(leftCount).intersect(used(condition)),
        join.getJoinType() == JoinRelType.LEFT_ASOF ? JoinRelType.LEFT : JoinRelType.INNER);
  }

  private static ImmutableBitSet used(RexNode condition) {
    return RelOptUtil.InputFinder.bits(condition);
  }

  /** A condition on pairs as one on right rows, for the left row at hand. */
  private RexNode ofRight(RexNode condition) {
    RexNode left = rex.makeCorrel(join.getLeft().getRowType(), variable);
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            int at = column.getIndex();
            return at < leftCount
                ? rex.makeFieldAccess(left, at)
                : rex.makeInputRef(join.getRight(), at - leftCount);
          }
        });
  }

  /** The nearest right row comes first. */
  private RelFieldCollation order() {
    RexCall match = (RexCall) join.getMatchCondition();
    boolean isRightFirst = isRight(match.getOperands().get(0));
    RexNode moment = match.getOperands().get(isRightFirst ? 0 : 1);
    if (!isRight(moment) || !(moment instanceof RexInputRef column)) {
      throw new SqlError(
          "0A000",
          "MATCH_CONDITION is supported for a column of the right side only: compute it in a"
              + " sub-query in FROM");
    }
    boolean isBelow = match.isA(SqlKind.LESS_THAN) || match.isA(SqlKind.LESS_THAN_OR_EQUAL);
    return new RelFieldCollation(
        column.getIndex() - leftCount,
        isBelow == isRightFirst
            ? RelFieldCollation.Direction.DESCENDING
            : RelFieldCollation.Direction.ASCENDING);
  }

  private boolean isRight(RexNode operand) {
    ImmutableBitSet columns = used(operand);
    return !columns.isEmpty() && columns.nth(0) >= leftCount;
  }
}
