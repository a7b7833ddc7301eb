package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.testkit.Seeds;

/** Sorts of which memory holds a small part give what they give in memory, row by row. */
class SpillingSortTest {
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
  void sortsAsInMemory() {
    Random random = Seeds.random("sortsAsInMemory");
    for (int i = 0; i < 14; i++) {
      TestRows table = TestRows.random(TYPES, random.nextInt(8_000), 2_000, random);
      PlanNode sort = new SortNode(table.node(random), randomKeys(random));
      long memory = 80_000L + random.nextInt(400_000);
      assertThat(TestRows.print(TestRows.runSpilling(sort, memory)))
          .as("%d rows in %d bytes, %s", table.rows().size(), memory, sort.describe())
          .isEqualTo(TestRows.print(TestRows.run(sort)));
    }
  }

  @Test
  void findsTheFirstRowsAsInMemory() {
    Random random = Seeds.random("findsTheFirstRowsAsInMemory");
    for (int i = 0; i < 14; i++) {
      TestRows table = TestRows.random(TYPES, random.nextInt(8_000), 2_000, random);
      PlanNode top =
          new TopNode(
              table.node(random),
              randomKeys(random),
              random.nextBoolean() ? number(random.nextInt(3_000)) : null,
              number(random.nextInt(9_000)));
      long memory = 80_000L + random.nextInt(400_000);
      assertThat(TestRows.print(TestRows.runSpilling(top, memory)))
          .as("%d rows in %d bytes, %s", table.rows().size(), memory, top.describe())
          .isEqualTo(TestRows.print(TestRows.run(top)));
    }
  }

  private static Expression number(long value) {
    return Expressions.literal(ColumnType.of(ColumnKind.INT64), value);
  }

  private static List<SortKey> randomKeys(Random random) {
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      keys.add(
          new SortKey(random.nextInt(TYPES.size()), random.nextBoolean(), random.nextBoolean()));
    }
    return keys;
  }
}
