package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A join's condition, split into what a hash table can answer and what is checked for each pair.
 *
 * @param keys expressions of both sides that must be equal
 * @param rest the other parts of the condition, over the columns of both sides
 * @param isNotIn whether it is an anti-join with one key that also drops rows of which it is not
 *     known whether they match, as NOT IN does
 */
public record JoinKeys(List<Key> keys, List<RexNode> rest, boolean isNotIn) {

  /**
   * Two expressions that must be equal.
   *
   * @param left over the left side's columns
   * @param right over the right side's columns
   * @param nullsEqual whether NULL equals NULL
   */
  public record Key(RexNode left, RexNode right, boolean nullsEqual) {}

  /** Takes copies of the lists. */
  public JoinKeys {
    keys = List.copyOf(keys);
    rest = List.copyOf(rest);
  }

  /** Splits the condition of a join. */
  public static JoinKeys of(Join join) {
    RexNode condition = join.getCondition();
    int leftCount = join.getLeft().getRowType().getFieldCount();
    return of(condition, leftCount, join.getJoinType());
  }

  /** Splits a condition over the columns of two sides, of which the left one has so many. */
  public static JoinKeys of(RexNode condition, int leftCount, JoinRelType type) {
    if (type == JoinRelType.ANTI && condition.getKind() == SqlKind.IS_NOT_FALSE) {
      Key key = key(((RexCall) condition).getOperands().get(0), leftCount);
      if (key != null && !key.nullsEqual()) {
        return new JoinKeys(List.of(key), List.of(), true);
      }
    }
    List<Key> keys = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(condition)) {
      Key key = key(part, leftCount);
      if (key == null) {
        rest.add(part);
      } else {
        keys.add(key);
      }
    }
    return new JoinKeys(keys, rest, false);
  }

  private static @Nullable Key key(RexNode part, int leftCount) {
    boolean nullsEqual = part.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
    if ((!nullsEqual && part.getKind() != SqlKind.EQUALS) || !RexUtil.isDeterministic(part)) {
      return null;
    }
    RexNode first = ((RexCall) part).getOperands().get(0);
    RexNode second = ((RexCall) part).getOperands().get(1);
    ImmutableBitSet ofFirst = RelOptUtil.InputFinder.bits(first);
    ImmutableBitSet ofSecond = RelOptUtil.InputFinder.bits(second);
    if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
      return null;
    }
    if (ofFirst.length() <= leftCount && ofSecond.nextSetBit(0) >= leftCount) {
      return new Key(first, shift(second, -leftCount), nullsEqual);
    }
    if (ofSecond.length() <= leftCount && ofFirst.nextSetBit(0) >= leftCount) {
      return new Key(second, shift(first, -leftCount), nullsEqual);
    }
    return null;
  }

  private static RexNode shift(RexNode node, int offset) {
    return RexUtil.shift(node, offset);
  }

  /** Whether there is nothing for a hash table. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }
}
