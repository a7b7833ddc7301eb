package org.pydb.calcite.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Steps with ten times more rows than memory: right answers, about the memory that was allowed, and
 * nothing left behind, however they end.
 */
class SpillingLifeTest {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  /** A table of {@link #ROWS} rows takes more than ten times as much. */
  private static final long MEMORY = 256 << 10;

  private static final int ROWS = 50_000;

  private static Expression column(int index, ColumnType type) {
    return Expressions.column(index, type);
  }

  /** Each number below {@code ROWS} once, in a mixed order, and its text. */
  private static PlanNode table() {
    return new SourceNode("Numbers", List.of(INT64, TEXT), Numbers::new);
  }

  private static PlanNode sort() {
    return new SortNode(table(), List.of(SortKey.ascending(1)));
  }

  private static PlanNode top() {
    Expression half = Expressions.literal(INT64, (long) ROWS / 2);
    return new TopNode(table(), List.of(SortKey.descending(0)), half, half);
  }

  private static PlanNode groups() {
    return new AggregateNode(
        table(), List.of(1), List.of(AggregateCall.of(AggregateFunction.MAX, 0, INT64)));
  }

  private static PlanNode distinct() {
    return new AggregateNode(
        table(),
        List.of(),
        List.of(new AggregateCall(AggregateFunction.COUNT, 1, true, -1, INT64)));
  }

  private static PlanNode join(JoinKind kind) {
    List<Expression> keys = List.of(column(1, TEXT));
    return new JoinNode(kind, table(), table(), keys, keys, null);
  }

  private static PlanNode intersection() {
    return new SetOperationNode(SetOperationNode.Kind.INTERSECT, table(), table());
  }

  private static List<PlanNode> all() {
    return List.of(
        sort(),
        top(),
        groups(),
        distinct(),
        join(JoinKind.INNER),
        join(JoinKind.ANTI),
        intersection());
  }

  @Test
  void sortsTenTimesTheMemory() {
    long[] expected = {0};
    byte[][] last = {{}};
    long count =
        run(
            sort(),
            (batch, row) -> {
              byte[] text = ((BytesVector) batch.column(1)).getBytes((int) row);
              assertThat(Arrays.compareUnsigned(last[0], text)).isNegative();
              last[0] = text;
              expected[0] += ((LongVector) batch.column(0)).get((int) row);
            });
    assertThat(count).isEqualTo(ROWS);
    assertThat(expected[0]).isEqualTo(sum(0, ROWS));
  }

  @Test
  void findsTheTopOfTenTimesTheMemory() {
    long[] next = {ROWS / 2 - 1};
    long count =
        run(
            top(),
            (batch, row) ->
                assertThat(((LongVector) batch.column(0)).get((int) row)).isEqualTo(next[0]--));
    assertThat(count).isEqualTo(ROWS / 2);
  }

  @Test
  void groupsTenTimesTheMemory() {
    long[] sum = {0};
    long count =
        run(groups(), (batch, row) -> sum[0] += ((LongVector) batch.column(1)).get((int) row));
    assertThat(count).isEqualTo(ROWS);
    assertThat(sum[0]).isEqualTo(sum(0, ROWS));
    long[] different = {0};
    run(distinct(), (batch, row) -> different[0] = ((LongVector) batch.column(0)).get((int) row));
    assertThat(different[0]).isEqualTo(ROWS);
  }

  @Test
  void joinsTenTimesTheMemory() {
    for (JoinKind kind : JoinKind.values()) {
      boolean none = kind == JoinKind.ANTI || kind == JoinKind.NULL_AWARE_ANTI;
      long[] sum = {0};
      long count =
          run(join(kind), (batch, row) -> sum[0] += ((LongVector) batch.column(0)).get((int) row));
      assertThat(count).as("%s", kind).isEqualTo(none ? 0 : ROWS);
      assertThat(sum[0]).as("%s", kind).isEqualTo(none ? 0 : sum(0, ROWS));
    }
  }

  @Test
  void intersectsTenTimesTheMemory() {
    assertThat(run(intersection(), (batch, row) -> {})).isEqualTo(ROWS);
  }

  private static long sum(long from, long to) {
    return (to - from) * (from + to - 1) / 2;
  }

  /** Runs a plan that must spill; gives the number of its rows. */
  private static long run(PlanNode plan, ObjLongConsumer<Batch> rows) {
    MemoryQuota memory = new MemoryQuota(MEMORY, "memory");
    long count = 0;
    try (SpillSpace space = new SpillSpace(new MemoryVfs(), "life-temp")) {
      Operator operator = plan.operator();
      operator.open(TestRows.context(memory, space));
      long most = 0;
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        for (int k = 0; k < batch.count(); k++) {
          rows.accept(batch, batch.rows()[k]);
        }
        count += batch.count();
        most = Math.max(most, memory.reserved());
      }
      assertThat(operator.spillCount().bytes()).as("%s", plan).isGreaterThan(2 * MEMORY);
      assertThat(operator.spillCount().passes()).as("%s", plan).isBetween(1, 5);
      assertThat(most).as("memory of %s", plan).isLessThan(8 * MEMORY);
      operator.close();
      assertThat(space.usedBytes()).isZero();
    }
    assertThat(memory.reserved()).isZero();
    return count;
  }

  @Test
  void aFullDiskEndsTheStatementAndLeavesNothing() {
    Random random = Seeds.random("aFullDiskEndsTheStatementAndLeavesNothing");
    for (PlanNode plan : all()) {
      FaultyVfs vfs = new FaultyVfs(new MemoryVfs());
      vfs.fullAfter(random.nextInt(600_000));
      endsEarly(plan, vfs, Integer.MAX_VALUE, DiskFullException.class, null);
    }
  }

  @Test
  void cancelLeavesNothing() {
    Random random = Seeds.random("cancelLeavesNothing");
    for (PlanNode plan : all()) {
      Numbers.cancelAfter = 1 + random.nextInt(45);
      endsEarly(plan, new FaultyVfs(new MemoryVfs()), Integer.MAX_VALUE, SqlError.class, "57014");
    }
    Numbers.cancelAfter = 0;
  }

  @Test
  void closingEarlyLeavesNothing() {
    Random random = Seeds.random("closingEarlyLeavesNothing");
    for (PlanNode plan : all()) {
      endsEarly(plan, new FaultyVfs(new MemoryVfs()), random.nextInt(10), null, null);
    }
  }

  private static void endsEarly(
      PlanNode plan,
      FaultyVfs vfs,
      int batches,
      @Nullable Class<? extends Exception> failure,
      @Nullable String state) {
    MemoryQuota memory = new MemoryQuota(MEMORY, "memory");
    try (SpillSpace space = new SpillSpace(vfs, "life-temp")) {
      Operator operator = plan.operator();
      operator.open(TestRows.context(memory, space));
      if (failure == null) {
        pull(operator, batches);
      } else {
        assertThatThrownBy(() -> pull(operator, batches))
            .as("%s", plan)
            .isInstanceOf(failure)
            .satisfies(
                e ->
                    assertThat(e instanceof SqlError error ? error.state() : null)
                        .isEqualTo(state));
      }
      operator.close();
      assertThat(space.usedBytes()).as("%s", plan).isZero();
      assertThat(space.hasFile()).isFalse();
      assertThat(memory.reserved()).as("%s", plan).isZero();
    }
  }

  private static void pull(Operator operator, int batches) {
    int left = batches;
    while (left > 0 && operator.next() != null) {
      left--;
    }
  }

  /** The rows of {@link #table}. */
  private static final class Numbers implements BatchSource {
    /** After how many batches of an execution it cancels itself; 0 for never. */
    private static int cancelAfter;

    private final LongVector numbers = new LongVector();
    private final BytesVector texts = new BytesVector();
    private final Batch batch = new Batch(numbers, texts);
    private @Nullable ExecutionContext context;
    private int next;
    private int batches;

    @Override
    public void open(ExecutionContext newContext) {
      context = newContext;
      next = 0;
      batches = 0;
    }

    @Override
    public @Nullable Batch next() {
      if (++batches == cancelAfter && context != null) {
        context.cancel("canceling statement due to user request");
      }
      int count = Math.min(Batch.ROWS_MAX, ROWS - next);
      if (count == 0) {
        return null;
      }
      numbers.reset(count);
      texts.reset(count);
      for (int i = 0; i < count; i++) {
        long number = (next + i) * 7_919L % ROWS;
        numbers.values()[i] = number;
        byte[] text =
            ("the text of number " + number + " is long").getBytes(StandardCharsets.UTF_8);
        texts.set(i, text, 0, text.length);
      }
      next += count;
      batch.selectAll(count);
      return batch;
    }

    @Override
    public void close() {
      context = null;
    }
  }
}
