package org.pydb.calcite.bridge;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.aggregate.GroupCounts;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/** An aggregate of ours over one group or frame. Public for generated code. Not thread-safe. */
public final class BridgeAccumulator {
  private static final int[] ONLY_GROUP = {0};

  private final BridgePlan.Aggregate aggregate;
  private final ExecutionContext context;
  private final GroupCounts counts = new GroupCounts();
  private final Accumulator accumulator;
  private final @Nullable Vector argument;
  private final Vector result;
  private final @Nullable Set<Object> seen;

  BridgeAccumulator(BridgePlan.Aggregate aggregate, ExecutionContext context) {
    this.aggregate = aggregate;
    this.context = context;
    accumulator =
        Accumulators.of(aggregate.function(), aggregate.argument(), aggregate.result(), counts);
    argument = aggregate.argument() == null ? null : Vector.of(aggregate.argument());
    result = Vector.of(aggregate.result());
    seen = aggregate.distinct() ? new HashSet<>() : null;
    counts.ensureGroups(1);
    accumulator.ensureGroups(1);
  }

  /**
   * Adds a row.
   *
   * @param values the argument if there is one, then the filter's truth if there is one
   */
  public void add(@Nullable Object[] values) {
    context.checkCanceled();
    if (aggregate.filtered() && !Boolean.TRUE.equals(values[values.length - 1])) {
      return;
    }
    if (aggregate.argument() != null) {
      Object value = values[0];
      if (seen != null && value != null && !seen.add(value)) {
        return;
      }
      set(value);
    }
    counts.add(ONLY_GROUP, 1);
    accumulator.add(argument, Selection.ALL, ONLY_GROUP, 1);
  }

  private void set(@Nullable Object value) {
    Vector vector = argument;
    if (vector != null && aggregate.argument() != null) {
      vector.reset(1);
      vector.setObject(0, Carrier.of(aggregate.argument()).unwrap(value));
    }
  }

  /** The result for the rows so far; more may follow. */
  public @Nullable Object result() {
    result.reset(1);
    accumulator.write(0, 1, result);
    return Carrier.of(aggregate.result()).wrap(result.getObject(0));
  }
}
