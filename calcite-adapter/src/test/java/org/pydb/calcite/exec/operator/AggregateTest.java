package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Aggregates against a model that keeps the rows of each group and computes over boxes. */
class AggregateTest {
  private static final ColumnType INT32 = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);
  private static final ColumnType NUMERIC = ColumnType.of(ColumnKind.NUMERIC);

  private static final List<ColumnType> TYPES =
      List.of(
          INT32,
          TEXT,
          ColumnType.of(ColumnKind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.decimal(38, 2),
          NUMERIC,
          BOOLEAN,
          INT64);

  private static final List<AggregateFunction> EXACT =
      List.of(
          AggregateFunction.COUNT_ROWS,
          AggregateFunction.COUNT,
          AggregateFunction.SUM,
          AggregateFunction.SUM_OR_ZERO,
          AggregateFunction.AVG,
          AggregateFunction.MIN,
          AggregateFunction.MAX,
          AggregateFunction.BOOL_AND,
          AggregateFunction.BOOL_OR,
          AggregateFunction.BIT_AND,
          AggregateFunction.BIT_OR,
          AggregateFunction.BIT_XOR);

  @Test
  void groupsAsTheModelDoes() {
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      boolean large = seed % 30 == 0;
      int domain = large ? 800 : 1 + random.nextInt(20);
      int count = large ? 2500 : random.nextInt(200) * random.nextInt(3);
      TestRows table = TestRows.random(TYPES, count, domain, random);
      List<Integer> keys = randomKeys(random);
      List<AggregateCall> calls = randomCalls(random);
      AggregateNode node = new AggregateNode(table.node(random), keys, calls);
      assertThat(canonical(TestRows.run(node)))
          .as("seed %d: %s", seed, node.describe())
          .isEqualTo(canonical(model(table, keys, calls)));
    }
  }

  @Test
  void groupsInSeveralWaysAtOnce() {
    Random random = new Random(5);
    TestRows table = TestRows.random(TYPES, 500, 6, random);
    List<AggregateCall> calls = List.of(AggregateCall.countRows());
    List<List<Integer>> sets = List.of(List.of(1, 0), List.of(0), List.of());
    PlanNode node = AggregateNode.ofSets(table.node(random), List.of(0, 1), sets, calls);
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (List<@Nullable Object> row : model(table, List.of(0, 1), calls)) {
      expected.add(row(row.get(0), row.get(1), row.get(2), 0L));
    }
    for (List<@Nullable Object> row : model(table, List.of(0), calls)) {
      expected.add(row(row.get(0), null, row.get(1), 1L));
    }
    expected.add(row(null, null, 500L, 3L));
    assertThat(canonical(TestRows.run(node))).isEqualTo(canonical(expected));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  @Test
  void sumsBeyondTheArgumentsType() {
    List<List<@Nullable Object>> rows =
        List.of(List.of(Long.MAX_VALUE), List.of(Long.MAX_VALUE), List.of(2L));
    TestRows table = new TestRows(List.of(INT64), rows);
    assertThat(single(table, AggregateFunction.SUM, NUMERIC)).isEqualTo("18446744073709551616");
    assertThat(single(table, AggregateFunction.AVG, NUMERIC)).isEqualTo("6148914691236517205");
    assertThatThrownBy(() -> single(table, AggregateFunction.SUM, INT64))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("22003"));
  }

  private static String single(TestRows table, AggregateFunction function, ColumnType type) {
    AggregateCall call = AggregateCall.of(function, 0, type);
    PlanNode node = new AggregateNode(table.node(new Random(0)), List.of(), List.of(call));
    return TestRows.print(TestRows.run(node).get(0).get(0));
  }

  @Test
  void refusesASecondSingleValue() {
    TestRows table = new TestRows(List.of(INT64), List.of(List.of(1L), List.of(1L)));
    assertThatThrownBy(() -> single(table, AggregateFunction.SINGLE_VALUE, INT64))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("21000"));
    TestRows empty = new TestRows(List.of(INT64), List.of());
    assertThat(single(empty, AggregateFunction.SINGLE_VALUE, INT64)).isEqualTo("null");
  }

  /** As PostgreSQL 15 says: {@code select var_pop(x) … from (values (1), (2), (4)) v(x)}. */
  @Test
  void spreadsAsPostgresDoes() {
    TestRows table = new TestRows(List.of(INT32), List.of(List.of(1L), List.of(2L), List.of(4L)));
    assertThat(single(table, AggregateFunction.VAR_POP, NUMERIC)).isEqualTo("1.5555555555555556");
    assertThat(single(table, AggregateFunction.VAR_SAMP, NUMERIC)).isEqualTo("2.3333333333333333");
    assertThat(single(table, AggregateFunction.STDDEV_POP, NUMERIC))
        .isEqualTo("1.2472191289246471");
    assertThat(single(table, AggregateFunction.STDDEV_SAMP, NUMERIC))
        .isEqualTo("1.5275252316519467");
  }

  @Test
  void namesItselfWhenMemoryRunsOut() {
    TestRows table = TestRows.random(List.of(INT64, TEXT), 50_000, 40_000, new Random(3));
    PlanNode node =
        new AggregateNode(
            table.node(new Random(3)), List.of(0, 1), List.of(AggregateCall.countRows()));
    MemoryQuota memory = new MemoryQuota(1 << 20, "memory");
    Operator operator = node.operator();
    operator.open(TestRows.context(memory));
    assertThatThrownBy(operator::next)
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("53200"))
        .hasMessageContaining("Aggregate")
        .hasMessageContaining("\"memory\"");
    operator.close();
    assertThat(memory.reserved()).isZero();
  }

  private static List<Integer> randomKeys(Random random) {
    List<Integer> keys = new ArrayList<>();
    int count = random.nextInt(4);
    while (keys.size() < count) {
      int key = random.nextInt(TYPES.size());
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static List<AggregateCall> randomCalls(Random random) {
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      AggregateFunction function = EXACT.get(random.nextInt(EXACT.size()));
      int argument = random.nextInt(TYPES.size());
      boolean isFloatSum =
          TYPES.get(argument).isDouble()
              && function != AggregateFunction.COUNT
              && function != AggregateFunction.MIN;
      ColumnType type = function.resultType(TYPES.get(argument));
      if (type == null || isFloatSum) {
        continue;
      }
      boolean takesNone = function == AggregateFunction.COUNT_ROWS;
      calls.add(
          new AggregateCall(
              function,
              takesNone ? -1 : argument,
              !takesNone && random.nextBoolean(),
              random.nextInt(3) == 0 ? 6 : -1,
              type));
    }
    return calls;
  }

  private static List<List<@Nullable Object>> model(
      TestRows table, List<Integer> keys, List<AggregateCall> calls) {
    List<List<@Nullable Object>> groups = new ArrayList<>();
    List<List<List<@Nullable Object>>> members = new ArrayList<>();
    if (keys.isEmpty()) {
      groups.add(List.of());
      members.add(new ArrayList<>());
    }
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> key = new ArrayList<>();
      keys.forEach(column -> key.add(row.get(column)));
      int group = 0;
      while (group < groups.size() && !TestRows.same(groups.get(group), key)) {
        group++;
      }
      if (group == groups.size()) {
        groups.add(key);
        members.add(new ArrayList<>());
      }
      members.get(group).add(row);
    }
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      List<@Nullable Object> row = new ArrayList<>(groups.get(group));
      for (AggregateCall call : calls) {
        row.add(aggregate(call, members.get(group)));
      }
      result.add(row);
    }
    return result;
  }

  private static @Nullable Object aggregate(AggregateCall call, List<List<@Nullable Object>> rows) {
    List<Object> arguments = new ArrayList<>();
    long count = 0;
    for (List<@Nullable Object> row : rows) {
      if (call.filter() >= 0 && !Long.valueOf(1).equals(row.get(call.filter()))) {
        continue;
      }
      count++;
      Object argument = call.argument() < 0 ? null : row.get(call.argument());
      boolean repeated =
          call.distinct()
              && argument != null
              && arguments.stream().anyMatch(each -> TestRows.same(each, argument));
      if (argument != null && !repeated) {
        arguments.add(argument);
      }
    }
    return switch (call.function()) {
      case COUNT_ROWS -> count;
      case COUNT -> (long) arguments.size();
      case SUM_OR_ZERO -> sum(call, arguments);
      default -> arguments.isEmpty() ? null : ofSome(call, arguments);
    };
  }

  private static Object ofSome(AggregateCall call, List<Object> arguments) {
    return switch (call.function()) {
      case SUM -> sum(call, arguments);
      case AVG -> Decimals.divide(total(arguments), BigDecimal.valueOf(arguments.size()));
      case MIN, BOOL_AND -> Collections.min(arguments, TestRows::compare);
      case MAX, BOOL_OR -> Collections.max(arguments, TestRows::compare);
      case BIT_AND -> arguments.stream().mapToLong(each -> (Long) each).reduce(-1, (a, b) -> a & b);
      case BIT_OR -> arguments.stream().mapToLong(each -> (Long) each).reduce(0, (a, b) -> a | b);
      case BIT_XOR -> arguments.stream().mapToLong(each -> (Long) each).reduce(0, (a, b) -> a ^ b);
      default -> throw new IllegalArgumentException(call.toString());
    };
  }

  private static Object sum(AggregateCall call, List<Object> arguments) {
    BigDecimal total = total(arguments);
    return call.type().isLong() ? (Object) total.longValueExact() : total;
  }

  private static BigDecimal total(List<Object> arguments) {
    BigDecimal total = BigDecimal.ZERO;
    for (Object argument : arguments) {
      total =
          total.add(
              argument instanceof BigDecimal decimal
                  ? decimal
                  : BigDecimal.valueOf((Long) argument));
    }
    return total;
  }

  /** Texts by which rows can be compared: equal decimals and equal doubles look alike. */
  private static List<String> canonical(List<List<@Nullable Object>> rows) {
    return TestRows.sorted(
        rows.stream()
            .map(
                row -> {
                  List<@Nullable Object> copy = new ArrayList<>();
                  row.forEach(value -> copy.add(canonical(value)));
                  return copy;
                })
            .toList());
  }

  private static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
    return value instanceof Double number && number == 0 ? (Object) 0.0 : value;
  }
}
