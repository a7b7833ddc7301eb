package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Operators that hand rows on: values, filter, project, limit; and the cursor above them. */
class PipelineTest {
  private static final ColumnType INT32 = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);
  private static final ColumnType BOOLEAN = ColumnType.of(ColumnKind.BOOLEAN);

  private static Expression number(long value) {
    return Expressions.literal(INT64, value);
  }

  private static Expression greater(int column, ColumnType type, long value) {
    return Expressions.call(
        ScalarFunction.GREATER,
        BOOLEAN,
        Expressions.column(column, type),
        Expressions.literal(type, value));
  }

  @Test
  void filtersProjectsAndLimits() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      TestRows table = TestRows.random(List.of(INT32, TEXT), random.nextInt(3000), 50, random);
      int offset = random.nextInt(20);
      int limit = random.nextInt(2000);
      PlanNode plan =
          new LimitNode(
              new ProjectNode(
                  new FilterNode(table.node(random), greater(0, INT32, 0)),
                  List.of(
                      Expressions.column(1, TEXT),
                      Expressions.call(
                          ScalarFunction.ADD,
                          INT32,
                          Expressions.column(0, INT32),
                          Expressions.literal(INT32, 1)))),
              number(offset),
              number(limit));
      List<List<@Nullable Object>> expected = new ArrayList<>();
      for (List<@Nullable Object> row : table.rows()) {
        if (row.get(0) instanceof Long value && value > 0) {
          List<@Nullable Object> projected = new ArrayList<>();
          projected.add(row.get(1));
          projected.add(value + 1);
          expected.add(projected);
        }
      }
      int from = Math.min(offset, expected.size());
      int to = Math.min(from + limit, expected.size());
      assertThat(TestRows.print(TestRows.run(plan)))
          .as("seed %d", seed)
          .isEqualTo(TestRows.print(expected.subList(from, to)));
    }
  }

  @Test
  void givesRowsOfTheStatement() {
    List<List<Expression>> rows = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      rows.add(List.of(number(i), Expressions.literal(TEXT, i % 3 == 0 ? null : "row " + i)));
    }
    List<List<@Nullable Object>> result = TestRows.run(new ValuesNode(List.of(INT64, TEXT), rows));
    assertThat(result).hasSize(2500);
    assertThat(TestRows.print(result.subList(2499, 2500))).containsExactly("[2499, null]");
    assertThat(TestRows.print(result.subList(1, 2))).containsExactly("[1, row 1]");
    assertThat(TestRows.run(new ValuesNode(List.of(INT64), List.of()))).isEmpty();
    assertThat(TestRows.run(new ValuesNode(List.of(), List.of(List.of())))).hasSize(1);
  }

  @Test
  void refusesNegativeLimits() {
    PlanNode values = new ValuesNode(List.of(INT64), List.of(List.of(number(1))));
    assertFails("2201W", () -> TestRows.run(new LimitNode(values, null, number(-1))));
    assertFails("2201X", () -> TestRows.run(new LimitNode(values, number(-1), null)));
    Expression none = Expressions.literal(INT64, null);
    assertThat(TestRows.run(new LimitNode(values, none, none))).hasSize(1);
    assertThat(TestRows.run(new TopNode(values, List.of(SortKey.ascending(0)), none, none)))
        .hasSize(1);
    assertThat(TestRows.run(new LimitNode(values, null, number(0)))).isEmpty();
  }

  /** One plan serves many executions of a prepared statement, each with its own values. */
  @Test
  void runsAgainWithOtherParameters() {
    PlanNode plan =
        new ProjectNode(
            new ValuesNode(
                List.of(INT64, ColumnType.of(ColumnKind.NUMERIC)),
                List.of(
                    List.of(
                        Expressions.parameter(0, INT64),
                        Expressions.parameter(1, ColumnType.of(ColumnKind.NUMERIC))))),
            List.of(
                Expressions.column(0, INT64),
                Expressions.column(1, ColumnType.of(ColumnKind.NUMERIC))));
    int[] closed = {0};
    RowCursor cursor = new RowCursor(plan.operator(), () -> closed[0]++);
    ParameterValues values = new ParameterValues(2);
    for (long i = 0; i < 3; i++) {
      values.setLong(0, ColumnKind.INT64, i);
      values.setDecimal(1, BigDecimal.valueOf(i, 1));
      cursor.start(new ExecutionContext(values, 0, SessionZone.UTC, MemoryQuota.unlimited(), null));
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.getLong(0)).isEqualTo(i);
      assertThat(cursor.getDecimal(1)).isEqualTo(BigDecimal.valueOf(i, 1));
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(closed[0]).as("closed at the end").isEqualTo((int) i + 1);
      cursor.close();
    }
  }

  @Test
  void endsWhenCanceled() {
    TestRows table = TestRows.random(List.of(INT64), 5000, 10, new Random(1));
    Operator operator = table.node(new Random(1)).operator();
    ExecutionContext context = TestRows.context();
    operator.open(context);
    assertThat(operator.next()).isNotNull();
    context.cancel("canceling statement due to user request");
    assertFails("57014", operator::next);
    operator.close();
  }

  @Test
  void namesTheSortThatNeedsTooMuch() {
    TestRows table = TestRows.random(List.of(INT64, TEXT), 60_000, 1000, new Random(2));
    PlanNode sort = new SortNode(table.node(new Random(2)), List.of(SortKey.ascending(0)));
    MemoryQuota memory = new MemoryQuota(500_000, "memory");
    Operator operator = sort.operator();
    operator.open(TestRows.context(memory));
    assertThatThrownBy(operator::next)
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("53200"))
        .hasMessageStartingWith("Sort needs");
    operator.close();
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void showsItself() {
    PlanNode values = new ValuesNode(List.of(INT64), List.of(List.of(number(1))));
    PlanNode plan =
        new LimitNode(
            new SortNode(
                new FilterNode(values, greater(0, INT64, 5)), List.of(SortKey.descending(0))),
            null,
            number(3));
    assertThat(plan)
        .hasToString(
            """
            Limit: 3
              Sort: [$0 desc]
                Filter: >($0, 5)
                  Values: [1]
            """);
  }

  private static void assertFails(String state, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo(state));
  }
}
