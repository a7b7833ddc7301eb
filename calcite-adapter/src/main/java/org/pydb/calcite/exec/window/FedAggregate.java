package org.pydb.calcite.exec.window;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.GroupCounts;
import org.pydb.calcite.exec.aggregate.RowAccumulator;
import org.pydb.calcite.exec.aggregate.RowArguments;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** One of the aggregates, fed with rows of a window. Not thread-safe. */
final class FedAggregate {
  private static final int[] GROUP = new int[Batch.ROWS_MAX];

  /** Bytes of rows that are kept without being counted: the window's own may take all there is. */
  private static final long UNCOUNTED = 1 << 20;

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int argument;
  private final @Nullable ColumnType argumentType;
  private final ColumnType type;
  private final @Nullable Vector values;

  /** The columns of the arguments, and a batch of them, for an aggregate that takes whole rows. */
  private final List<Integer> arguments;

  private final List<ColumnType> argumentTypes;
  private final Batch batch;

  private final MemoryAccount memory;
  private long counted;
  private final int[] indexes = new int[Batch.ROWS_MAX];
  private GroupCounts counts = new GroupCounts();
  private @Nullable Accumulator accumulator;

  FedAggregate(WindowCall call, WindowRows rows, List<ColumnType> types) {
    this.rows = rows;
    function = Objects.requireNonNull(call.aggregate());
    argument = call.arguments().isEmpty() ? -1 : call.arguments().get(0);
    argumentType = argument < 0 ? null : types.get(argument);
    type = call.type();
    values = argumentType == null ? null : Vector.of(argumentType);
    arguments = call.arguments();
    argumentTypes = arguments.stream().map(types::get).toList();
    batch = Batch.of(argumentTypes);
    memory = rows.memory().holdingPart();
  }

  /** Begins anew, without rows. */
  void begin() {
    counts = new GroupCounts();
    counts.ensureGroups(1);
    Accumulator fresh =
        function.takesRows()
            ? Accumulators.of(function, plainArguments(), argumentTypes)
            : Accumulators.of(function, argumentType, type, counts);
    fresh.ensureGroups(1);
    memory.free(counted);
    counted = 0;
    accumulator = fresh;
  }

  private RowArguments plainArguments() {
    List<Integer> places = IntStream.range(0, arguments.size()).boxed().toList();
    return new RowArguments(places, List.of(), false);
  }

  /** Adds the rows {@code from <= row < to}, no more than a batch. */
  void add(int from, int to) {
    int count = to - from;
    counts.add(GROUP, count);
    for (int i = 0; i < count; i++) {
      indexes[i] = from + i;
    }
    if (accumulator instanceof RowAccumulator ofRows) {
      addRows(ofRows, count);
      return;
    }
    if (values != null) {
      values.reset(count);
      rows.column(argument).gather(indexes, 0, Selection.ALL, count, values);
    }
    Objects.requireNonNull(accumulator).add(values, Selection.ALL, GROUP, count);
  }

  /** Adds the rows of {@link #indexes}, which the aggregate may keep. */
  private void addRows(RowAccumulator ofRows, int count) {
    for (int i = 0; i < arguments.size(); i++) {
      Vector column = batch.column(i);
      column.reset(count);
      rows.column(arguments.get(i)).gather(indexes, 0, Selection.ALL, count, column);
    }
    ofRows.addRows(batch, Selection.ALL, GROUP, count);
    long kept = Math.max(0, ofRows.extraBytes() - UNCOUNTED);
    memory.use(kept - counted);
    counted = kept;
  }

  /** Writes the result to position 0. */
  void write(Vector result) {
    result.reset(1);
    Objects.requireNonNull(accumulator).write(0, 1, result);
  }
}
