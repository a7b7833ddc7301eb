package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Joins of all kinds against two nested loops over boxed rows. */
class JoinTest {
  private static final List<JoinKind> KINDS = List.of(JoinKind.values());
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);

  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT32),
          ColumnType.of(ColumnKind.TEXT),
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.of(ColumnKind.NUMERIC),
          ColumnType.decimal(38, 4),
          ColumnType.of(ColumnKind.INT64));

  @Test
  void joinsByKeysAsTheModelDoes() {
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      JoinKind kind = KINDS.get(random.nextInt(KINDS.size()));
      boolean nullAware = kind == JoinKind.NULL_AWARE_ANTI;
      int keyCount = nullAware ? 1 : 1 + random.nextInt(3);
      checkJoin(seed, random, kind, keyCount, !nullAware && random.nextInt(3) == 0);
    }
  }

  @Test
  void joinsByConditionAloneAsTheModelDoes() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      JoinKind kind = KINDS.get(random.nextInt(6));
      checkJoin(seed, random, kind, 0, random.nextInt(4) > 0);
    }
  }

  private static void checkJoin(
      long seed, Random random, JoinKind kind, int keyCount, boolean hasCondition) {
    boolean large = seed % 30 == 0 && keyCount > 0;
    int domain = large ? 3000 : 1 + random.nextInt(30);
    TestRows left = TestRows.random(TYPES, size(large, random), domain, random);
    TestRows right = TestRows.random(TYPES, size(large, random), domain, random);
    List<Integer> leftColumns = new ArrayList<>();
    List<Integer> rightColumns = new ArrayList<>();
    List<Expression> leftKeys = new ArrayList<>();
    List<Expression> rightKeys = new ArrayList<>();
    for (int i = 0; i < keyCount; i++) {
      int leftColumn = random.nextInt(TYPES.size());
      int rightColumn = partner(leftColumn, random);
      List<Expression> pair =
          Expressions.comparable(column(leftColumn, 0), column(rightColumn, 0)).orElseThrow();
      leftColumns.add(leftColumn);
      rightColumns.add(rightColumn);
      leftKeys.add(pair.get(0));
      rightKeys.add(pair.get(1));
    }
    Expression condition =
        hasCondition
            ? Expressions.call(ScalarFunction.LESS, BOOLEAN, column(6, 0), column(6, TYPES.size()))
            : null;
    PlanNode join =
        new JoinNode(kind, left.node(random), right.node(random), leftKeys, rightKeys, condition);
    assertThat(TestRows.sorted(TestRows.run(join)))
        .as("seed %d: %s", seed, join.describe())
        .isEqualTo(
            TestRows.sorted(model(kind, left, right, leftColumns, rightColumns, hasCondition)));
  }

  private static int size(boolean large, Random random) {
    return large ? 2000 + random.nextInt(2000) : random.nextInt(60) * random.nextInt(3);
  }

  /** A column that can be compared with another one: decimals of different scales among them. */
  private static int partner(int column, Random random) {
    return switch (column) {
      case 3, 4, 5 -> 3 + random.nextInt(3);
      case 0, 6 -> random.nextBoolean() ? 0 : 6;
      default -> column;
    };
  }

  private static Expression column(int index, int shift) {
    return Expressions.column(index + shift, TYPES.get(index));
  }

  private static List<List<@Nullable Object>> model(
      JoinKind kind,
      TestRows left,
      TestRows right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      boolean hasCondition) {
    List<List<@Nullable Object>> result = new ArrayList<>();
    boolean[] rightMatched = new boolean[right.rows().size()];
    for (List<@Nullable Object> leftRow : left.rows()) {
      boolean matched = false;
      boolean unknown = false;
      for (int i = 0; i < right.rows().size(); i++) {
        List<@Nullable Object> rightRow = right.rows().get(i);
        Boolean equal = equal(leftRow, rightRow, leftKeys, rightKeys);
        unknown |= equal == null;
        if (Boolean.TRUE.equals(equal) && (!hasCondition || isLess(leftRow, rightRow))) {
          matched = true;
          rightMatched[i] = true;
          if (kind.givesPairs()) {
            result.add(concat(leftRow, rightRow));
          }
        }
      }
      boolean remains =
          switch (kind) {
            case SEMI -> matched;
            case ANTI -> !matched;
            case NULL_AWARE_ANTI -> !matched && !unknown;
            default -> false;
          };
      if (remains) {
        result.add(leftRow);
      } else if (!matched && kind.keepsLeft()) {
        result.add(concat(leftRow, nulls()));
      }
    }
    for (int i = 0; i < rightMatched.length && kind.keepsRight(); i++) {
      if (!rightMatched[i]) {
        result.add(concat(nulls(), right.rows().get(i)));
      }
    }
    return result;
  }

  /** Whether keys are equal; null for unknown. */
  private static @Nullable Boolean equal(
      List<@Nullable Object> left,
      List<@Nullable Object> right,
      List<Integer> leftKeys,
      List<Integer> rightKeys) {
    boolean unknown = false;
    for (int i = 0; i < leftKeys.size(); i++) {
      Object a = left.get(leftKeys.get(i));
      Object b = right.get(rightKeys.get(i));
      if (a == null || b == null) {
        unknown = true;
      } else if (TestRows.compare(a, b) != 0) {
        return false;
      }
    }
    return unknown ? null : Boolean.TRUE;
  }

  private static boolean isLess(List<@Nullable Object> left, List<@Nullable Object> right) {
    Object a = left.get(6);
    Object b = right.get(6);
    return a != null && b != null && TestRows.compare(a, b) < 0;
  }

  private static List<@Nullable Object> nulls() {
    return Collections.nCopies(TYPES.size(), null);
  }

  private static List<@Nullable Object> concat(
      List<@Nullable Object> left, List<@Nullable Object> right) {
    List<@Nullable Object> row = new ArrayList<>(left);
    row.addAll(right);
    return row;
  }

  @Test
  void refusesKeysThatCannotBeCompared() {
    PlanNode table = new TestRows(TYPES, List.of()).node(new Random(0));
    assertThatThrownBy(
            () ->
                new JoinNode(
                    JoinKind.INNER,
                    table,
                    table,
                    List.of(column(0, 0)),
                    List.of(column(1, 0)),
                    null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
