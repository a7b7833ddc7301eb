package org.pydb.calcite.estimate;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.LosslessCast;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.rex.Searches;

/**
 * Estimates which share of rows meets a condition: by the statistics of the columns that it
 * compares with constants, else by its shape alone. Not thread-safe.
 *
 * <p>A value that is not known when the statement is planned, such as a parameter, counts as an
 * average one. Conditions on different columns count as independent of each other; limits of one
 * column are taken together.
 */
public final class Selectivity {
  private static final double EQUAL = 0.05;
  private static final double RANGE = 0.3;
  private static final double LIKE = 0.1;
  private static final double IS_NULL = 0.05;
  private static final double OTHER = 0.25;

  /** No condition is believed to be met by less. */
  public static final double LEAST = 1e-9;

  private final IntFunction<@Nullable ColumnEstimate> columns;

  /** Estimates for conditions over columns that are known, or not. */
  public Selectivity(IntFunction<@Nullable ColumnEstimate> columns) {
    this.columns = columns;
  }

  /** Limits of one column, from all conjuncts that set any. */
  private static final class Limits {
    double from;
    double to;
    boolean hasUnknown;

    Limits(ColumnEstimate column) {
      to = column.notNull();
    }

    double share() {
      double share = Math.max(0, to - from);
      return hasUnknown ? share * RANGE : share;
    }
  }

  /** The share of rows that meets all of these conditions. */
  public double ofAll(Iterable<RexNode> conjuncts) {
    double share = 1;
    Map<Integer, Limits> limits = new LinkedHashMap<>();
    for (RexNode conjunct : conjuncts) {
      if (!addLimit(conjunct, limits)) {
        share *= of(conjunct);
      }
    }
    for (Limits of : limits.values()) {
      share *= of.share();
    }
    return clipped(share);
  }

  private static double clipped(double share) {
    return Math.max(LEAST, Math.min(1, share));
  }

  /** The share of rows that meets a condition. */
  public double of(RexNode condition) {
    return clipped(
        switch (condition.getKind()) {
          case LITERAL -> condition.isAlwaysTrue() ? 1 : LEAST;
          case AND -> ofAll(RelOptUtil.conjunctions(condition));
          case OR -> ofAny(((RexCall) condition).getOperands());
          case NOT -> not(((RexCall) condition).getOperands().get(0));
          case EQUALS, IS_NOT_DISTINCT_FROM -> equal((RexCall) condition);
          case NOT_EQUALS, IS_DISTINCT_FROM -> notNull(condition) - equal((RexCall) condition);
          case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
              limit(condition);
          case IS_NULL -> isNull((RexCall) condition);
          case IS_NOT_NULL -> 1 - isNull((RexCall) condition);
          case LIKE -> like((RexCall) condition);
          case SEARCH -> search((RexCall) condition);
          case INPUT_REF -> isTrue((RexInputRef) condition);
          default -> other(condition);
        });
  }

  private double limit(RexNode condition) {
    Map<Integer, Limits> limits = new LinkedHashMap<>();
    return addLimit(condition, limits) ? limits.values().iterator().next().share() : RANGE;
  }

  // ------------------------------------------------------------------ limits

  private boolean addLimit(RexNode conjunct, Map<Integer, Limits> limits) {
    switch (conjunct.getKind()) {
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
        RexCall call = (RexCall) conjunct;
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        return addLimit(left, conjunct.getKind(), right, limits)
            || addLimit(right, conjunct.getKind().reverse(), left, limits);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean addLimit(
      RexNode compared, SqlKind kind, RexNode value, Map<Integer, Limits> limits) {
    RexInputRef reference = LosslessCast.column(compared);
    ColumnEstimate column = reference == null ? null : columns.apply(reference.getIndex());
    if (reference == null || column == null || LosslessCast.column(value) != null) {
      return false;
    }
    Limits of = limits.computeIfAbsent(reference.getIndex(), index -> new Limits(column));
    boolean isUpper = kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL;
    boolean counts = kind == SqlKind.LESS_THAN_OR_EQUAL || kind == SqlKind.GREATER_THAN;
    double below = column.below(value, counts);
    if (Double.isNaN(below)) {
      of.hasUnknown = true;
    } else if (isUpper) {
      of.to = Math.min(of.to, below);
    } else {
      of.from = Math.max(of.from, below);
    }
    return true;
  }

  // ------------------------------------------------------------------ equality

  private double equal(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    ColumnEstimate ofLeft = column(left);
    ColumnEstimate ofRight = column(right);
    if (ofLeft != null && ofRight != null) {
      return Math.min(ofLeft.equalToAny(), ofRight.equalToAny());
    }
    if (ofLeft != null) {
      return ofLeft.equalTo(right);
    }
    return ofRight != null ? ofRight.equalTo(left) : EQUAL;
  }

  private @Nullable ColumnEstimate column(RexNode node) {
    RexInputRef reference = LosslessCast.column(node);
    return reference == null ? null : columns.apply(reference.getIndex());
  }

  private double isTrue(RexInputRef reference) {
    ColumnEstimate column = columns.apply(reference.getIndex());
    return column == null ? 0.5 : column.equalTo(PydbRexBuilder.INSTANCE.makeLiteral(true));
  }

  private double points(RexNode compared, List<RexNode> values) {
    ColumnEstimate column = column(compared);
    if (column == null) {
      return Math.min(0.5, values.size() * EQUAL);
    }
    double share = 0;
    for (RexNode value : values) {
      share += column.equalTo(value);
    }
    return Math.min(column.notNull(), share);
  }

  // ------------------------------------------------------------------ the rest

  private double ofAny(List<RexNode> alternatives) {
    double none = 1;
    for (RexNode alternative : alternatives) {
      none *= 1 - of(alternative);
    }
    return 1 - none;
  }

  private double not(RexNode operand) {
    return notNull(operand) - of(operand);
  }

  /** The share of rows for which a condition is known to be true or false. */
  private double notNull(RexNode condition) {
    ColumnEstimate column =
        condition instanceof RexCall call && !call.getOperands().isEmpty()
            ? column(call.getOperands().get(0))
            : null;
    return column == null || condition.getKind() == SqlKind.IS_NULL ? 1 : column.notNull();
  }

  private double isNull(RexCall call) {
    RexNode operand = call.getOperands().get(0);
    ColumnEstimate column = column(operand);
    return column != null ? 1 - column.notNull() : operand.getType().isNullable() ? IS_NULL : 0;
  }

  private double like(RexCall call) {
    ColumnEstimate column = column(call.getOperands().get(0));
    double share =
        column == null
                || !call.getOperator().equals(SqlStdOperatorTable.LIKE)
                || call.getOperands().size() != 2
            ? Double.NaN
            : column.like(call.getOperands().get(1));
    return Double.isNaN(share) ? LIKE : share;
  }

  private double search(RexCall search) {
    Sarg<?> sarg = Searches.sarg(search);
    RexNode compared = search.getOperands().get(0);
    RexLiteral set = (RexLiteral) search.getOperands().get(1);
    if (sarg.isPoints() && sarg.nullAs == RexUnknownAs.UNKNOWN) {
      List<RexNode> values = new ArrayList<>();
      sarg.rangeSet.asRanges().forEach(range -> values.add(value(range.lowerEndpoint(), set)));
      return points(compared, values);
    }
    ColumnEstimate column = column(compared);
    if (column == null) {
      return of(Searches.expand(search));
    }
    double share = sarg.nullAs == RexUnknownAs.TRUE ? 1 - column.notNull() : 0;
    for (Range<?> range : sarg.rangeSet.asRanges()) {
      share += range(column, range, set);
    }
    return share;
  }

  private static double range(ColumnEstimate column, Range<?> range, RexLiteral set) {
    boolean isPoint =
        range.hasLowerBound()
            && range.hasUpperBound()
            && range.lowerEndpoint().equals(range.upperEndpoint());
    if (isPoint) {
      return column.equalTo(value(range.lowerEndpoint(), set));
    }
    double from =
        range.hasLowerBound()
            ? column.below(
                value(range.lowerEndpoint(), set), range.lowerBoundType() == BoundType.OPEN)
            : 0;
    double to =
        range.hasUpperBound()
            ? column.below(
                value(range.upperEndpoint(), set), range.upperBoundType() == BoundType.CLOSED)
            : column.notNull();
    return Double.isNaN(to - from) ? RANGE : Math.max(0, to - from);
  }

  private static RexNode value(Object value, RexLiteral set) {
    return PydbRexBuilder.INSTANCE.makeLiteral(value, set.getType(), false);
  }

  private double other(RexNode condition) {
    boolean isInList =
        condition instanceof RexCall call && call.getOperator().equals(ScalarFunctions.IN_LIST);
    if (!isInList) {
      return OTHER;
    }
    List<RexNode> operands = ((RexCall) condition).getOperands();
    return points(operands.get(0), operands.subList(1, operands.size()));
  }
}
