package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Sorts, and the first rows of sorts, against {@code List.sort}, which is stable too. */
class SortTest {
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT32),
          ColumnType.of(ColumnKind.TEXT),
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.decimal(38, 2),
          ColumnType.of(ColumnKind.NUMERIC),
          ColumnType.of(ColumnKind.BOOLEAN),
          ColumnType.of(ColumnKind.INT64));

  @Test
  void sortsAsTheModelDoes() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int count = seed % 10 == 0 ? 5000 : random.nextInt(300);
      TestRows table = TestRows.random(TYPES, count, 1 + random.nextInt(40), random);
      List<SortKey> keys = randomKeys(random);
      assertThat(TestRows.print(TestRows.run(new SortNode(table.node(random), keys))))
          .as("seed %d, keys %s", seed, keys)
          .isEqualTo(TestRows.print(sort(table, keys)));
    }
  }

  @Test
  void givesTheFirstRowsAsTheModelDoes() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int count = seed % 10 == 0 ? 20_000 : random.nextInt(300);
      TestRows table = TestRows.random(TYPES, count, 1 + random.nextInt(400), random);
      List<SortKey> keys = randomKeys(random);
      int offset = random.nextInt(10);
      int limit = random.nextInt(seed % 5 == 0 ? 2000 : 20);
      PlanNode top = new TopNode(table.node(random), keys, number(offset), number(limit));
      List<List<@Nullable Object>> expected = sort(table, keys);
      int from = Math.min(offset, expected.size());
      int to = Math.min(offset + limit, expected.size());
      assertThat(TestRows.print(TestRows.run(top)))
          .as("seed %d, keys %s, offset %d, limit %d", seed, keys, offset, limit)
          .isEqualTo(TestRows.print(expected.subList(from, to)));
    }
  }

  @Test
  void sortsWorstCaseForTheTop() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 10_000; i > 0; i--) {
      rows.add(new ArrayList<>(List.of(i)));
    }
    TestRows table = new TestRows(List.of(ColumnType.of(ColumnKind.INT64)), rows);
    PlanNode top =
        new TopNode(table.node(new Random(1)), List.of(SortKey.ascending(0)), null, number(3));
    assertThat(TestRows.print(TestRows.run(top))).containsExactly("[1]", "[2]", "[3]");
  }

  private static Expression number(long value) {
    return Expressions.literal(ColumnType.of(ColumnKind.INT64), value);
  }

  private static List<SortKey> randomKeys(Random random) {
    List<SortKey> keys = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      keys.add(
          new SortKey(random.nextInt(TYPES.size()), random.nextBoolean(), random.nextBoolean()));
    }
    return keys;
  }

  private static List<List<@Nullable Object>> sort(TestRows table, List<SortKey> keys) {
    List<List<@Nullable Object>> sorted = new ArrayList<>(table.rows());
    sorted.sort((a, b) -> compare(a, b, keys));
    return sorted;
  }

  private static int compare(
      List<@Nullable Object> a, List<@Nullable Object> b, List<SortKey> keys) {
    for (SortKey key : keys) {
      int order = compare(a.get(key.column()), b.get(key.column()), key);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(@Nullable Object a, @Nullable Object b, SortKey key) {
    if (a == null || b == null) {
      if (a == b) {
        return 0;
      }
      return (a == null) == key.nullsFirst() ? -1 : 1;
    }
    int order = TestRows.compare(a, b);
    return key.descending() ? -order : order;
  }
}
