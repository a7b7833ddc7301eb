package org.pydb.calcite.rule;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.Direction;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.PydbLimit;
import org.pydb.calcite.rel.PydbNestedLoopJoin;

/**
 * {@code min} and {@code max} of a column by which rows can be read in order: the first row that is
 * not NULL has it, and no other one is read.
 *
 * <pre>
 *   Aggregate max(at)
 *     Limit 1
 *       Scan by at, backward
 * </pre>
 *
 * <p>Several of them are several such plans, joined.
 */
final class ExtremumPlan {

  private ExtremumPlan() {}

  /**
   * The plan that reads one row for each value, and no others; null if that is not all that is
   * asked for, or there is no such order, or none that pays.
   *
   * @param aggregated the physical plan that reads all rows
   */
  static @Nullable RelNode of(Aggregate aggregate, RelNode aggregated) {
    if (aggregate.getGroupCount() > 0 || !(aggregated instanceof Aggregate all)) {
      return null;
    }
    RelNode values = null;
    for (AggregateCall call : aggregate.getAggCallList()) {
      RelNode value = value(aggregate.getInput(), call, all);
      if (value == null) {
        return null;
      }
      values = values == null ? value : beside(values, value);
    }
    return values;
  }

  /** The plan for one value; or null. */
  private static @Nullable RelNode value(RelNode rows, AggregateCall call, Aggregate all) {
    SqlKind kind = call.getAggregation().getKind();
    if ((kind != SqlKind.MIN && kind != SqlKind.MAX) || call.hasFilter()) {
      return null;
    }
    RelNode first = OrderedPlan.of(first(rows, call.getArgList().get(0), kind));
    return first instanceof PydbLimit
        ? all.copy(all.getTraitSet(), first, all.getGroupSet(), null, List.of(call))
        : null;
  }

  /** The values of two rows as those of one. */
  private static RelNode beside(RelNode left, RelNode right) {
    RexNode always = left.getCluster().getRexBuilder().makeLiteral(true);
    return new PydbNestedLoopJoin(
        left.getCluster(), left.getTraitSet(), left, right, always, JoinRelType.INNER);
  }

  private static Sort first(RelNode rows, int column, SqlKind kind) {
    RexBuilder builder = rows.getCluster().getRexBuilder();
    RexNode value = builder.makeInputRef(rows, column);
    RelNode known =
        value.getType().isNullable()
            ? LogicalFilter.create(rows, builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value))
            : rows;
    RelFieldCollation order =
        kind == SqlKind.MIN
            ? new RelFieldCollation(column, Direction.ASCENDING, NullDirection.LAST)
            : new RelFieldCollation(column, Direction.DESCENDING, NullDirection.FIRST);
    return LogicalSort.create(
        known, RelCollations.of(order), null, builder.makeExactLiteral(BigDecimal.ONE));
  }
}
