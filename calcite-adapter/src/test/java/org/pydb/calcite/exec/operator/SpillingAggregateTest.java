package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.testkit.Seeds;

/** Groups of which memory holds a small part are the same as in memory. */
class SpillingAggregateTest {
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);

  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(ColumnKind.INT32),
          ColumnType.of(ColumnKind.TEXT),
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.of(ColumnKind.INT64),
          BOOLEAN);

  private static final List<AggregateFunction> FUNCTIONS =
      List.of(
          AggregateFunction.COUNT_ROWS,
          AggregateFunction.COUNT,
          AggregateFunction.SUM,
          AggregateFunction.AVG,
          AggregateFunction.MIN,
          AggregateFunction.MAX);

  @Test
  void groupsAsInMemory() {
    Random random = Seeds.random("groupsAsInMemory");
    for (int i = 0; i < 24; i++) {
      int domain = 1 + random.nextInt(6_000);
      TestRows table = TestRows.random(TYPES, random.nextInt(7_000), domain, random);
      List<Integer> keys = randomKeys(random);
      List<AggregateCall> calls = randomCalls(random);
      PlanNode node =
          random.nextInt(3) == 0
              ? AggregateNode.ofSets(table.node(random), keys, randomSets(keys, random), calls)
              : new AggregateNode(table.node(random), keys, calls);
      long memory = 80_000L + random.nextInt(400_000);
      assertThat(TestRows.sorted(TestRows.runSpilling(node, memory)))
          .as("%d rows in %d bytes: %s", table.rows().size(), memory, node.describe())
          .isEqualTo(TestRows.sorted(TestRows.run(node)));
    }
  }

  private static List<Integer> randomKeys(Random random) {
    return IntStream.range(0, TYPES.size() - 1)
        .filter(i -> random.nextInt(3) == 0)
        .boxed()
        .toList();
  }

  private static List<List<Integer>> randomSets(List<Integer> keys, Random random) {
    List<List<Integer>> sets = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      sets.add(keys.stream().filter(key -> random.nextBoolean()).toList());
    }
    return sets;
  }

  /** No sums of doubles: they depend on the order. */
  private static List<AggregateCall> randomCalls(Random random) {
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      AggregateFunction function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
      int argument = random.nextInt(TYPES.size());
      boolean adds = function == AggregateFunction.SUM || function == AggregateFunction.AVG;
      boolean takesNone = function == AggregateFunction.COUNT_ROWS;
      ColumnType type = function.resultType(takesNone ? null : TYPES.get(argument));
      if (type == null || (adds && TYPES.get(argument).isDouble())) {
        continue;
      }
      calls.add(
          new AggregateCall(
              function,
              takesNone ? -1 : argument,
              !takesNone && random.nextBoolean(),
              random.nextInt(3) == 0 ? TYPES.size() - 1 : -1,
              type));
    }
    return calls;
  }
}
