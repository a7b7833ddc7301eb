package org.pydb.calcite.exec.window;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.GroupCounts;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** One of the aggregates, fed with rows of a window. Not thread-safe. */
final class FedAggregate {
  private static final int[] GROUP = new int[Batch.ROWS_MAX];

  private final WindowRows rows;
  private final AggregateFunction function;
  private final int argument;
  private final @Nullable ColumnType argumentType;
  private final ColumnType type;
  private final @Nullable Vector values;
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
  }

  /** Begins anew, without rows. */
  void begin() {
    counts = new GroupCounts();
    counts.ensureGroups(1);
    Accumulator fresh = Accumulators.of(function, argumentType, type, counts);
    fresh.ensureGroups(1);
    accumulator = fresh;
  }

  /** Adds the rows {@code from <= row < to}, no more than a batch. */
  void add(int from, int to) {
    int count = to - from;
    counts.add(GROUP, count);
    if (values != null) {
      for (int i = 0; i < count; i++) {
        indexes[i] = from + i;
      }
      values.reset(count);
      rows.column(argument).gather(indexes, 0, Selection.ALL, count, values);
    }
    Objects.requireNonNull(accumulator).add(values, Selection.ALL, GROUP, count);
  }

  /** Writes the result to position 0. */
  void write(Vector result) {
    result.reset(1);
    Objects.requireNonNull(accumulator).write(0, 1, result);
  }
}
