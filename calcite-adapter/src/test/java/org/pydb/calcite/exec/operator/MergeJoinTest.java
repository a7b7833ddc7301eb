package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/** Merge joins give what hash joins give, in the order of the keys. */
class MergeJoinTest {
  private static final List<JoinKind> KINDS =
      List.of(JoinKind.INNER, JoinKind.LEFT, JoinKind.SEMI, JoinKind.ANTI);

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
  void joinsAsHashJoins() {
    Random random = Seeds.random("joinsAsHashJoins");
    for (int i = 0; i < 40; i++) {
      int domain = 1 + random.nextInt(random.nextInt(4) == 0 ? 4_000 : 60);
      TestRows left = TestRows.random(TYPES, sizeOf(random), domain, random);
      TestRows right = TestRows.random(TYPES, sizeOf(random), domain, random);
      boolean hasCondition = random.nextBoolean();
      check(KINDS.get(i % KINDS.size()), left, right, keys(random), hasCondition, random);
    }
  }

  /** None, a few, a batch and one row more or less, and several batches. */
  private static int sizeOf(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(3);
      case 1 -> 1023 + random.nextInt(3);
      case 2 -> 2047 + random.nextInt(3);
      default -> random.nextInt(400);
    };
  }

  private static List<Integer> keys(Random random) {
    List<Integer> keys = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    while (keys.size() < count) {
      int key = random.nextInt(LAST);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** A group of several batches that memory does not hold, met by a few rows or by many. */
  @Test
  void spillsLargeGroups() {
    Random random = Seeds.random("spillsLargeGroups");
    for (int i = 0; i < 12; i++) {
      boolean isMetByMany = random.nextInt(4) == 0;
      TestRows left = withLargeGroup(rows(1_100, random), isMetByMany ? 20 : 300);
      TestRows right = withLargeGroup(rows(isMetByMany ? 1_500 : 5_000, random), 2);
      check(KINDS.get(i % KINDS.size()), left, right, List.of(1, 0), i % 3 == 0, random);
    }
  }

  @Test
  void writesGroupsToTheDisk() {
    Random random = new Random(7);
    TestRows left = ordered(withLargeGroup(rows(20, random), 10), List.of(1), true);
    TestRows right = ordered(withLargeGroup(rows(9_000, random), 2), List.of(1), true);
    MergeJoinNode join = merge(JoinKind.INNER, left, right, List.of(1), false, random);
    assertThat(spilledBytes(join, 60_000)).isPositive();
    assertThat(spilledBytes(join, 100_000_000)).isZero();
  }

  private static long spilledBytes(PlanNode join, long memory) {
    try (SpillSpace space = new SpillSpace(new MemoryVfs(), "test-temp");
        Operator operator = join.operator()) {
      operator.open(TestRows.context(new MemoryQuota(memory, "memory"), space));
      while (operator.next() != null) {
        assertThat(operator.rowCount()).isPositive();
      }
      return operator.spillCount().bytes();
    }
  }

  @Test
  void refusesKeysOfDifferentTypes() {
    Random random = new Random(1);
    PlanNode side = TestRows.random(TYPES, 1, 1, random).node(random);
    assertThatThrownBy(
            () -> new MergeJoinNode(JoinKind.INNER, side, side, List.of(0), List.of(5), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new MergeJoinNode(JoinKind.FULL, side, side, List.of(0), List.of(0), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void check(
      JoinKind kind,
      TestRows left,
      TestRows right,
      List<Integer> keys,
      boolean hasCondition,
      Random random) {
    TestRows orderedLeft = ordered(left, keys, random.nextBoolean());
    TestRows orderedRight = ordered(right, keys, random.nextBoolean());
    MergeJoinNode merge = merge(kind, orderedLeft, orderedRight, keys, hasCondition, random);
    List<Expression> columns = keys.stream().map(key -> column(key, 0)).toList();
    PlanNode hash =
        new JoinNode(
            kind, left.node(random), right.node(random), columns, columns, merge.condition());
    List<String> expected = TestRows.sorted(TestRows.run(hash));
    List<List<@Nullable Object>> rows = TestRows.run(merge);
    String what =
        "%d × %d rows: %s".formatted(left.rows().size(), right.rows().size(), merge.describe());
    assertThat(TestRows.sorted(rows)).as(what).isEqualTo(expected);
    List<String> keysOfRows = rows.stream().map(row -> keysOf(row, keys)).distinct().toList();
    List<String> keysOfLeft =
        orderedLeft.rows().stream().map(row -> keysOf(row, keys)).distinct().toList();
    Set<String> given = new HashSet<>(keysOfRows);
    assertThat(keysOfRows).as(what).isEqualTo(keysOfLeft.stream().filter(given::contains).toList());
    long memory = 80_000L + random.nextInt(100_000);
    assertThat(TestRows.sorted(TestRows.runSpilling(merge, memory)))
        .as("%s in %d bytes", what, memory)
        .isEqualTo(expected);
  }

  /** Forms of equal values are one. */
  private static String keysOf(List<@Nullable Object> row, List<Integer> keys) {
    List<String> values = new ArrayList<>();
    for (int key : keys) {
      Object value = row.get(key);
      values.add(
          value instanceof BigDecimal number
              ? number.stripTrailingZeros().toPlainString()
              : value instanceof Double number && number == 0 ? "0" : TestRows.print(value));
    }
    return values.toString();
  }

  private static MergeJoinNode merge(
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
    return new MergeJoinNode(kind, left.node(random), right.node(random), keys, keys, condition);
  }

  private static TestRows rows(int count, Random random) {
    return TestRows.random(TYPES, count, 4_000, random);
  }

  /** Gives one of so many rows the same key. */
  private static TestRows withLargeGroup(TestRows table, int each) {
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

  private static TestRows ordered(TestRows table, List<Integer> keys, boolean nullsFirst) {
    Comparator<List<@Nullable Object>> order =
        (a, b) -> {
          for (int key : keys) {
            int compared = compare(a.get(key), b.get(key), nullsFirst);
            if (compared != 0) {
              return compared;
            }
          }
          return 0;
        };
    return new TestRows(TYPES, table.rows().stream().sorted(order).toList());
  }

  private static int compare(@Nullable Object a, @Nullable Object b, boolean nullsFirst) {
    if (a == null || b == null) {
      return a == b ? 0 : (a == null) == nullsFirst ? -1 : 1;
    }
    return TestRows.compare(a, b);
  }

  private static Expression column(int index, int shift) {
    return Expressions.column(index + shift, TYPES.get(index));
  }
}
