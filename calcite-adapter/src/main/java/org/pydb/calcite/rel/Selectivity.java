package org.pydb.calcite.rel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.rex.Searches;

/**
 * Guesses which share of rows meets a condition. Without statistics of values a guess by the shape
 * of the condition is all there is; keys are known to be unique.
 */
public final class Selectivity {
  private static final double EQUAL = 0.05;
  private static final double NOT_EQUAL = 0.9;
  private static final double RANGE = 0.3;
  private static final double LIKE = 0.1;
  private static final double IS_NULL = 0.05;
  private static final double OTHER = 0.25;
  private static final double LEAST = 1e-9;

  private Selectivity() {}

  /** The share of a table's rows that meets all of these conditions. */
  public static double of(PydbTable table, List<RexNode> conjuncts) {
    if (conjuncts.isEmpty()) {
      return 1;
    }
    double share = ofAll(conjuncts);
    ImmutableBitSet fixed = columnsFixedBy(conjuncts);
    if (!fixed.isEmpty() && table.isKey(fixed)) {
      share = Math.min(share, 1 / table.getRowCount());
    }
    return Math.max(LEAST, share);
  }

  /** The share of rows that meets all of these conditions, wherever the rows come from. */
  public static double ofAll(Iterable<RexNode> conjuncts) {
    double share = 1;
    for (RexNode conjunct : conjuncts) {
      share *= of(conjunct);
    }
    return share;
  }

  /** The share of rows that meets a condition. */
  public static double of(RexNode condition) {
    return switch (condition.getKind()) {
      case LITERAL -> condition.isAlwaysTrue() ? 1 : LEAST;
      case AND -> ofAll(RelOptUtil.conjunctions(condition));
      case OR -> ofAny(((RexCall) condition).getOperands());
      case NOT -> 1 - of(((RexCall) condition).getOperands().get(0));
      case EQUALS, IS_NOT_DISTINCT_FROM -> EQUAL;
      case NOT_EQUALS, IS_DISTINCT_FROM -> NOT_EQUAL;
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> RANGE;
      case IS_NULL -> IS_NULL;
      case IS_NOT_NULL -> 1 - IS_NULL;
      case LIKE -> LIKE;
      case SEARCH -> ofSearch((RexCall) condition);
      default -> ofOther(condition);
    };
  }

  private static double ofAny(List<RexNode> alternatives) {
    double none = 1;
    for (RexNode alternative : alternatives) {
      none *= 1 - of(alternative);
    }
    return 1 - none;
  }

  private static double ofSearch(RexCall search) {
    return Searches.sarg(search).isPoints()
        ? points(Searches.sarg(search).pointCount)
        : of(Searches.expand(search));
  }

  private static double ofOther(RexNode condition) {
    boolean isInList =
        condition instanceof RexCall call && call.getOperator().equals(ScalarFunctions.IN_LIST);
    return isInList ? points(((RexCall) condition).getOperands().size() - 1) : OTHER;
  }

  private static double points(int count) {
    return Math.min(0.5, count * EQUAL);
  }

  /** The columns that each have one value in all rows that meet the conditions. */
  private static ImmutableBitSet columnsFixedBy(List<RexNode> conjuncts) {
    Set<Integer> columns = new HashSet<>();
    for (RexNode conjunct : conjuncts) {
      if (conjunct.getKind() == SqlKind.EQUALS) {
        RexNode left = RexUtil.removeCast(((RexCall) conjunct).getOperands().get(0));
        RexNode right = RexUtil.removeCast(((RexCall) conjunct).getOperands().get(1));
        if (left instanceof RexInputRef column && !(right instanceof RexInputRef)) {
          columns.add(column.getIndex());
        } else if (right instanceof RexInputRef column && !(left instanceof RexInputRef)) {
          columns.add(column.getIndex());
        }
      }
    }
    return ImmutableBitSet.of(columns);
  }
}
