package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.adapter.enumerable.EnumerableMergeJoin;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableSort;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableIntList;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.rel.JoinKeys;
import org.pydb.engine.schema.ColumnType;

/**
 * Joins on Calcite's operators. Keys are computed into columns of their own, converted so that
 * equal values are equal objects; those columns are dropped behind the join.
 *
 * <p>Where the left rows come in the order of the only key, the right ones are sorted and merged to
 * them; else keys go through a hash table, and without keys all pairs are looked at.
 */
final class JoinTranslation {
  private final BridgeBuilder builder;
  private final ScalarTranslation scalars;
  private final Join join;
  private final int leftCount;
  private final int rightCount;
  private final List<RexNode> leftColumns;
  private final List<RexNode> rightColumns;
  private final List<JoinKeys.Key> keys = new ArrayList<>();
  private final List<RexNode> rest = new ArrayList<>();

  JoinTranslation(
      BridgeBuilder builder, ScalarTranslation scalars, Join join, RelNode left, RelNode right) {
    this.builder = builder;
    this.scalars = scalars;
    this.join = join;
    leftCount = left.getRowType().getFieldCount();
    rightCount = right.getRowType().getFieldCount();
    leftColumns = builder.columns(left, 0, leftCount);
    rightColumns = builder.columns(right, 0, rightCount);
  }

  RelNode translate(RelNode left, RelNode right, RelCollation leftOrder) {
    switch (join.getJoinType()) {
      case INNER, LEFT, RIGHT, FULL, SEMI, ANTI -> {}
      default -> throw BridgeErrors.unsupported("a join of the kind " + join.getJoinType());
    }
    split();
    for (JoinKeys.Key key : keys) {
      addKey(key);
    }
    if (join.getJoinType().generatesNullsOnLeft()) {
      giveIdentity();
    }
    boolean isWidened = leftColumns.size() > leftCount || rightColumns.size() > rightCount;
    RelNode keyedLeft = isWidened ? builder.calc(left, leftColumns, null) : left;
    RelNode keyedRight = isWidened ? builder.calc(right, rightColumns, null) : right;
    RelNode joined = joined(keyedLeft, keyedRight, leftOrder);
    return isWidened ? narrowed(joined) : joined;
  }

  /**
   * Calcite keeps the right rows that have found no partner in a set, where equal rows would become
   * one. Rows of several columns are arrays there, which are equal to none but themselves.
   */
  private void giveIdentity() {
    while (rightColumns.size() < 2) {
      rightColumns.add(builder.rex().makeLiteral(true));
    }
  }

  private void split() {
    JoinKeys parts = JoinKeys.of(join);
    if (parts.isNotIn()) {
      rest.add(join.getCondition()); // Whether it is unknown is asked of each pair.
      return;
    }
    rest.addAll(parts.rest());
    for (JoinKeys.Key key : parts.keys()) {
      if (key.nullsEqual()) {
        RexNode right = RexUtil.shift(key.right(), join.getLeft().getRowType().getFieldCount());
        rest.add(
            join.getCluster()
                .getRexBuilder()
                .makeCall(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, key.left(), right));
      } else {
        keys.add(key);
      }
    }
  }

  /** Both sides of a key as columns that have the same type. */
  private void addKey(JoinKeys.Key key) {
    ColumnType left = ScalarTranslation.type(key.left().getType());
    ColumnType right = ScalarTranslation.type(key.right().getType());
    List<Expression> met =
        Expressions.comparable(Expressions.column(0, left), Expressions.column(0, right))
            .orElseThrow(() -> BridgeErrors.unsupported("a join of " + left + " with " + right));
    leftColumns.add(converted(key.left(), left, met.get(0), leftColumns));
    rightColumns.add(converted(key.right(), right, met.get(1), rightColumns));
  }

  private RexNode converted(
      RexNode key, ColumnType type, Expression conversion, List<RexNode> columns) {
    RexNode value = scalars.translate(key, columns::get);
    return ScalarTranslation.isSame(conversion.type(), type)
        ? value
        : builder.scalar(conversion, List.of(type), List.of(value));
  }

  private RelNode joined(RelNode left, RelNode right, RelCollation leftOrder) {
    List<RexNode> parts = new ArrayList<>();
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    int width = left.getRowType().getFieldCount();
    for (int i = 0; i < keys.size(); i++) {
      leftKeys.add(leftCount + i);
      rightKeys.add(rightCount + i);
      parts.add(
          builder
              .rex()
              .makeCall(
                  SqlStdOperatorTable.EQUALS,
                  builder.column(left, leftKeys.get(i)),
                  new RexInputRef(
                      width + rightKeys.get(i),
                      BridgeBuilder.columns(right).get(rightKeys.get(i)))));
    }
    if (!rest.isEmpty()) {
      parts.add(condition(left, right));
    }
    RexNode all = RexUtil.composeConjunction(builder.rex(), parts);
    JoinRelType type = join.getJoinType();
    if (keys.isEmpty()) {
      return EnumerableNestedLoopJoin.create(left, right, all, Set.of(), type);
    }
    if (rest.isEmpty() && keys.size() == 1 && isMergeable(type) && isOrdered(leftOrder)) {
      RelNode sorted = EnumerableSort.create(right, ascending(rightKeys.get(0)), null, null);
      return EnumerableMergeJoin.create(
          left.copy(left.getTraitSet().replace(ascending(leftKeys.get(0))), left.getInputs()),
          sorted,
          all,
          ImmutableIntList.copyOf(leftKeys),
          ImmutableIntList.copyOf(rightKeys),
          type);
    }
    return EnumerableHashJoin.create(left, right, all, Set.of(), type);
  }

  private static boolean isMergeable(JoinRelType type) {
    return switch (type) {
      case INNER, LEFT, SEMI, ANTI -> true;
      default -> false;
    };
  }

  /** Whether the left rows come in the order of the key, as a merge needs it. */
  private boolean isOrdered(RelCollation order) {
    if (order.getFieldCollations().isEmpty()
        || !(keys.get(0).left() instanceof RexInputRef reference)) {
      return false;
    }
    RelFieldCollation first = order.getFieldCollations().get(0);
    ColumnType left = ScalarTranslation.type(keys.get(0).left().getType());
    ColumnType right = ScalarTranslation.type(keys.get(0).right().getType());
    return first.getFieldIndex() == reference.getIndex()
        && first.getDirection() == RelFieldCollation.Direction.ASCENDING
        && first.nullDirection != RelFieldCollation.NullDirection.FIRST
        && ScalarTranslation.isSame(left, right);
  }

  private static RelCollation ascending(int column) {
    return RelCollationTraitDef.INSTANCE.canonize(
        RelCollations.of(
            new RelFieldCollation(
                column,
                RelFieldCollation.Direction.ASCENDING,
                RelFieldCollation.NullDirection.LAST)));
  }

  private RexNode condition(RelNode left, RelNode right) {
    int width = left.getRowType().getFieldCount();
    RexNode condition = RexUtil.composeConjunction(join.getCluster().getRexBuilder(), rest);
    return scalars.translate(
        condition,
        index ->
            index < leftCount
                ? builder.column(left, index)
                : new RexInputRef(
                    width + index - leftCount,
                    BridgeBuilder.columns(right).get(index - leftCount)));
  }

  /** The columns that the join has without those that were added for it. */
  private RelNode narrowed(RelNode joined) {
    List<RexNode> columns = builder.columns(joined, 0, leftCount);
    if (join.getJoinType().projectsRight()) {
      int from = leftColumns.size();
      columns.addAll(builder.columns(joined, from, from + rightCount));
    }
    return builder.calc(joined, columns, null);
  }
}
