package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.testkit.Seeds;

/** Joins of all kinds whose right side does not fit memory give what they give in memory. */
class SpillingJoinTest {
  private static final List<JoinKind> KINDS = List.of(JoinKind.values());

  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT32),
          ColumnType.of(ColumnKind.TEXT),
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.of(ColumnKind.NUMERIC),
          ColumnType.of(ColumnKind.INT64));

  private static final int LAST = TYPES.size() - 1;

  @Test
  void joinsByKeysAsInMemory() {
    Random random = Seeds.random("joinsByKeysAsInMemory");
    for (int i = 0; i < 21; i++) {
      JoinKind kind = KINDS.get(i % KINDS.size());
      int domain = 500 + random.nextInt(8_000);
      TestRows left = rows(random.nextInt(2_000), domain, random);
      TestRows right = rows(2_000 + random.nextInt(3_000), domain, random);
      boolean nullAware = kind == JoinKind.NULL_AWARE_ANTI;
      int keyCount = nullAware || random.nextBoolean() ? 1 : 2;
      check(kind, left, right, keyCount, !nullAware && random.nextInt(3) == 0, random);
    }
  }

  /** Dividing by keys does not help where half of the rows have the same. */
  @Test
  void joinsHugeKeysAsInMemory() {
    Random random = Seeds.random("joinsHugeKeysAsInMemory");
    for (int i = 0; i < 14; i++) {
      JoinKind kind = KINDS.get(i % KINDS.size());
      TestRows left = withHugeKey(rows(random.nextInt(200), 4_000, random), 40);
      TestRows right = withHugeKey(rows(4_000, 4_000, random), 2);
      check(kind, left, right, 1, kind != JoinKind.NULL_AWARE_ANTI && i % 3 == 0, random);
    }
  }

  @Test
  void joinsByConditionAloneAsInMemory() {
    Random random = Seeds.random("joinsByConditionAloneAsInMemory");
    for (int i = 0; i < 12; i++) {
      JoinKind kind = KINDS.get(i % 6);
      check(kind, rows(8, 2_000, random), rows(3_000, 2_000, random), 0, i % 5 != 0, random);
    }
  }

  @Test
  void nothingIsNotInWhatHasANull() {
    Random random = new Random(1);
    TestRows right = rows(5_000, 5_000, random);
    TestRows left = rows(100, 5_000, random);
    PlanNode join = join(JoinKind.NULL_AWARE_ANTI, left, right, List.of(1), false, random);
    assertThat(TestRows.runSpilling(join, 100_000)).isEmpty();
  }

  private static void check(
      JoinKind kind,
      TestRows left,
      TestRows right,
      int keyCount,
      boolean hasCondition,
      Random random) {
    List<Integer> keys = new ArrayList<>();
    while (keys.size() < keyCount) {
      keys.add(keyCount == 1 ? random.nextInt(2) : random.nextInt(LAST));
    }
    PlanNode join = join(kind, left, right, keys, hasCondition, random);
    long memory = 80_000L + random.nextInt(200_000);
    List<String> expected = TestRows.sorted(TestRows.run(join));
    assertThat(TestRows.sorted(TestRows.runSpilling(join, memory)))
        .as("%d × %d rows in %d bytes: %s", left.rows().size(), right.rows().size(), memory, join)
        .isEqualTo(expected);
  }

  private static PlanNode join(
      JoinKind kind,
      TestRows left,
      TestRows right,
      List<Integer> keys,
      boolean hasCondition,
      Random random) {
    Expression condition =
        hasCondition
            ? Expressions.call(
                ScalarFunction.LESS,
                ColumnType.of(ColumnKind.BOOLEAN),
                column(LAST, 0),
                column(LAST, TYPES.size()))
            : null;
    List<Expression> expressions = keys.stream().map(key -> column(key, 0)).toList();
    return new JoinNode(
        kind, left.node(random), right.node(random), expressions, expressions, condition);
  }

  /** The rows of a NULL-free right side now and then, since one NULL ends a NOT IN. */
  private static TestRows rows(int count, int domain, Random random) {
    TestRows rows = TestRows.random(TYPES, count, domain, random);
    if (random.nextInt(3) > 0) {
      return rows;
    }
    return new TestRows(TYPES, rows.rows().stream().filter(row -> !row.contains(null)).toList());
  }

  private static TestRows withHugeKey(TestRows table, int each) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(table.rows().get(i));
      if (i % each == 0) {
        row.set(0, 77L);
        row.set(1, "the same".getBytes(StandardCharsets.UTF_8));
      }
      rows.add(row);
    }
    return new TestRows(TYPES, rows);
  }

  private static Expression column(int index, int shift) {
    return Expressions.column(index + shift, TYPES.get(index));
  }
}
