package org.pydb.calcite.metadata;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.LosslessCast;
import org.pydb.calcite.estimate.ColumnEstimate;

/**
 * Which share of groups has a count, a sum or an average beyond a number, as HAVING asks.
 *
 * <p>Groups are taken for samples of the table's rows, of a size that is the average one, more or
 * less (a Poisson distribution), and what they add up to for normally distributed: by the central
 * limit theorem it is, once groups are large. So {@code sum(x)} has {@code n} times the mean of
 * {@code x}, and a variance of {@code n} times (the variance of {@code x} plus the square of its
 * mean).
 */
final class GroupShares {

  /** No share is believed to be less, or that of the others: groups are not that regular. */
  private static final double LEAST = 1e-4;

  private final Aggregate groups;
  private final AggregateCall call;
  private final double rowsPerGroup;

  private GroupShares(Aggregate groups, AggregateCall call, RelMetadataQuery mq) {
    this.groups = groups;
    this.call = call;
    rowsPerGroup =
        Math.max(1, mq.getRowCount(groups.getInput()) / Math.max(1, mq.getRowCount(groups)));
  }

  /** The share of rows that meet a condition; NaN if it is none on an aggregate. */
  static double of(RelNode rows, RexNode condition, RelMetadataQuery mq) {
    SqlKind kind = condition.getKind();
    boolean isLimit =
        kind == SqlKind.GREATER_THAN
            || kind == SqlKind.GREATER_THAN_OR_EQUAL
            || kind == SqlKind.LESS_THAN
            || kind == SqlKind.LESS_THAN_OR_EQUAL;
    if (!isLimit) {
      return Double.NaN;
    }
    List<RexNode> operands = ((RexCall) condition).getOperands();
    RexInputRef left = LosslessCast.column(operands.get(0));
    boolean isTurned = left == null;
    RexInputRef column = isTurned ? LosslessCast.column(operands.get(1)) : left;
    RexNode limit = operands.get(isTurned ? 0 : 1);
    GroupShares shares = column == null ? null : find(rows, column.getIndex(), mq);
    if (shares == null
        || !(limit instanceof RexLiteral literal)
        || !(literal.getValue() instanceof BigDecimal number)) {
      return Double.NaN;
    }
    double above = shares.above(number.doubleValue());
    boolean isUpper = (kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL) != isTurned;
    return isUpper ? 1 - above : above;
  }

  private static @Nullable GroupShares find(RelNode rows, int column, RelMetadataQuery mq) {
    RelNode node = rows instanceof RelSubset subset ? subset.getBestOrOriginal() : rows.stripped();
    if (node instanceof Filter) {
      return find(node.getInput(0), column, mq);
    }
    if (node instanceof Project project) {
      RexInputRef reference = LosslessCast.column(project.getProjects().get(column));
      return reference == null ? null : find(project.getInput(), reference.getIndex(), mq);
    }
    if (!(node instanceof Aggregate aggregate)
        || aggregate.getGroupSet().isEmpty()
        || column < aggregate.getGroupCount()
        || column - aggregate.getGroupCount() >= aggregate.getAggCallList().size()) {
      return null;
    }
    AggregateCall call = aggregate.getAggCallList().get(column - aggregate.getGroupCount());
    return call.isDistinct() || call.hasFilter() ? null : new GroupShares(aggregate, call, mq);
  }

  /** The share of groups whose result is above a number; NaN if that cannot be told. */
  private double above(double number) {
    double n = rowsPerGroup;
    if (call.getAggregation().getKind() == SqlKind.COUNT) {
      return above(number, n, n);
    }
    ColumnEstimate column =
        call.getArgList().size() == 1
            ? ColumnOrigin.estimate(groups.getInput(), call.getArgList().get(0))
            : null;
    ColumnEstimate.Spread spread = column == null ? null : column.spread();
    if (spread == null) {
      return Double.NaN;
    }
    double mean = spread.mean();
    return switch (call.getAggregation().getKind()) {
      case SUM, SUM0 -> above(number, n * mean, n * (spread.variance() + mean * mean));
      case AVG -> above(number, mean, spread.variance() / n);
      default -> Double.NaN;
    };
  }

  private static double above(double number, double mean, double variance) {
    double deviations = (number - mean) / Math.sqrt(Math.max(1e-9, variance));
    return Math.max(LEAST, Math.min(1 - LEAST, 1 - normal(deviations)));
  }

  /** The standard normal distribution: Abramowitz and Stegun, 26.2.17, exact to 1e-7. */
  private static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    return x < 0 ? tail : 1 - tail;
  }
}
