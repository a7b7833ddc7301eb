package org.pydb.calcite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.TestTable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;

/**
 * How recursive plans behave, on the bridge and on our own operators: shared by sessions, run
 * again, cancelled, short of memory.
 */
class BridgeRunTest {
  private static final String ENDLESS =
      "with recursive r(n) as (select 1 union all select n % 5 from r) ";

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = new TestDatabase(TestTable.named("t").notNull("id", ColumnKind.INT32));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    database.close();
  }

  /** Calcite's own recursion keeps its rows in the plan; two sessions would see each other's. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionsShareOnePlan(boolean bridged) throws Exception {
    PlannedStatement plan =
        plan(
            bridged,
            "with recursive r(n) as (select ? + 0 union all select n + 1 from r where n < 300)"
                + " select sum(n) over (order by n rows unbounded preceding) from r");
    List<Future<Long>> last = new ArrayList<>();
    for (int session = 0; session < 4; session++) {
      int first = session * 10;
      last.add(threads.submit(() -> lastNumber(plan, first)));
    }
    for (int session = 0; session < 4; session++) {
      int first = session * 10;
      assertThat(last.get(session).get()).isEqualTo(300L * 301 / 2 - first * (first - 1L) / 2);
    }
  }

  private static long lastNumber(PlannedStatement plan, int parameter) {
    ParameterValues values = new ParameterValues(1);
    values.setText(0, Integer.toString(parameter));
    long last = 0;
    Operator operator = plan.plan().operator();
    for (int run = 0; run < 20; run++) {
      try (operator) {
        operator.open(context(values, MemoryQuota.unlimited()));
        for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
          last = ((LongVector) batch.column(0)).get(batch.rows()[batch.count() - 1]);
        }
      }
    }
    return last;
  }

  /** Each of these loops for ever in one call of the operator. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "true; " + ENDLESS + "select n from r where n > 9",
        "true; " + ENDLESS + "select count(*) from r",
        "true; " + ENDLESS + "select rank() over (order by n) from r",
        "true; " + ENDLESS + "select a.n from r a, r b",
        "false; " + ENDLESS + "select n from r where n > 9",
        "false; " + ENDLESS + "select count(*) from r",
        "false; " + ENDLESS + "select rank() over (order by n) from r",
        "false; " + ENDLESS + "select a.n from r a, r b",
        "false; " + ENDLESS + "select (select max(b.n + v.x) from r b) from (values (1)) as v(x)",
        "false; with recursive r(n) as (select 1 union all select x.m from r, ("
            + ENDLESS
            + "select max(n) as m from r) x) select n from r where n > 9"
      })
  void cancellingEndsLoops(boolean bridged, String sql) throws Exception {
    PlannedStatement plan = plan(bridged, sql);
    ExecutionContext context = context(new ParameterValues(0), MemoryQuota.unlimited());
    Future<?> running = threads.submit(() -> drain(plan, context));
    context.cancel("canceling statement due to user request");
    assertThatThrownBy(running::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("57014"));
  }

  /** Rows that are kept are counted; here is no disk for them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void memoryIsCounted(boolean bridged) {
    PlannedStatement plan =
        plan(
            bridged,
            "with recursive r(n) as (select 1 union select n + 1 from r) select count(*) from r");
    MemoryQuota quota = new MemoryQuota(8 << 20, "memory");
    ExecutionContext context = context(new ParameterValues(0), quota);
    assertThatThrownBy(() -> drain(plan, context))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("53200"));
    PlannedStatement small =
        plan(
            bridged,
            "with recursive r(n) as (select 1 union select n % 9 from r) select count(*) from r");
    drain(small, context(new ParameterValues(0), quota)); // What was taken has been given back.
  }

  private static void drain(PlannedStatement plan, ExecutionContext context) {
    try (Operator operator = plan.plan().operator()) {
      operator.open(context);
      Batch batch = operator.next();
      while (batch != null) {
        batch = operator.next();
      }
    }
  }

  private PlannedStatement plan(boolean bridged, String sql) {
    return Planner.plan(sql, database.catalog(), PlanOptions.DEFAULT.withForceBridge(bridged));
  }

  private static ExecutionContext context(ParameterValues values, MemoryQuota quota) {
    return new ExecutionContext(values, 0, SessionZone.UTC, quota, null);
  }
}
