package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.aggregate.GroupCounts;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows that some aggregates of a {@link Grouping} have in common, because they have the same
 * FILTER, and if they are DISTINCT the same argument: found and counted once, then fed to each.
 */
final class AggregateFeed {

  /** An accumulator and the input's column that it takes, or -1 for none. */
  private record Consumer(int argument, Accumulator accumulator) {}

  private final int filter;
  private final int distinct;
  private final GroupCounts counts = new GroupCounts();
  private final List<Consumer> consumers = new ArrayList<>();

  /** The pairs of group and argument that came, if each counts once; otherwise null. */
  private final @Nullable KeyTable pairs;

  private final LongVector groupVector = new LongVector();
  private int[] rows = {};
  private int[] rowGroups = {};
  private int[] pairIds = {};

  /** The feed for aggregates like this one, with no consumers yet. */
  AggregateFeed(AggregateCall call, List<ColumnType> inputTypes, MemoryAccount memory) {
    filter = call.filter();
    distinct = distinctArgument(call);
    pairs =
        distinct < 0
            ? null
            : KeyTable.of(
                List.of(ColumnType.of(ColumnKind.INT64), inputTypes.get(distinct)), false, memory);
  }

  private static int distinctArgument(AggregateCall call) {
    return call.distinct() ? call.argument() : -1;
  }

  /** Whether an aggregate wants the same rows. */
  boolean serves(AggregateCall call) {
    return filter == call.filter() && distinct == distinctArgument(call);
  }

  /** Makes the accumulator for an aggregate; it may share what another one adds up. */
  Accumulator consumer(AggregateCall call, List<ColumnType> inputTypes) {
    for (Consumer consumer : consumers) {
      if (consumer.argument == call.argument()) {
        Accumulator shared = consumer.accumulator.sharing(call.function(), call.type());
        if (shared != null) {
          return shared;
        }
      }
    }
    ColumnType argument = call.argument() < 0 ? null : inputTypes.get(call.argument());
    Accumulator accumulator = Accumulators.of(call.function(), argument, call.type(), counts);
    consumers.add(new Consumer(call.argument(), accumulator));
    return accumulator;
  }

  /** Makes room for groups below {@code count}. */
  void ensureGroups(int count) {
    counts.ensureGroups(count);
    for (Consumer consumer : consumers) {
      consumer.accumulator.ensureGroups(count);
    }
  }

  /** Feeds the rows of a batch, of which row {@code k} belongs to {@code groups[k]}. */
  void add(Batch batch, int[] groups) {
    int count = batch.count();
    int[] from = batch.rows();
    int[] fromGroups = groups;
    if (filter >= 0) {
      count = filter((LongVector) batch.column(filter), from, fromGroups, count);
      from = rows;
      fromGroups = rowGroups;
    }
    if (pairs != null) {
      count = dropRepeated(pairs, batch.column(distinct), batch.size(), from, fromGroups, count);
      from = rows;
      fromGroups = rowGroups;
    }
    counts.add(fromGroups, count);
    for (Consumer consumer : consumers) {
      Vector argument = consumer.argument < 0 ? null : batch.column(consumer.argument);
      consumer.accumulator.add(argument, from, fromGroups, count);
    }
  }

  private void ensure(int count) {
    rows = Selection.ensure(rows, count);
    rowGroups = Selection.ensure(rowGroups, count);
    pairIds = Selection.ensure(pairIds, count);
  }

  private int filter(LongVector condition, int[] from, int[] fromGroups, int count) {
    ensure(count);
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int row = from[k];
      if (!condition.isNull(row) && condition.get(row) != 0) {
        rows[kept] = row;
        rowGroups[kept++] = fromGroups[k];
      }
    }
    return kept;
  }

  /** Keeps the rows whose pair of group and argument is new. */
  private int dropRepeated(
      KeyTable table, Vector argument, int size, int[] from, int[] fromGroups, int count) {
    ensure(count);
    groupVector.reset(size);
    long[] groups = groupVector.values();
    for (int k = 0; k < count; k++) {
      groups[from[k]] = fromGroups[k];
    }
    int before = table.size();
    table.insert(new Vector[] {groupVector, argument}, from, count, pairIds);
    boolean[] came = new boolean[table.size() - before];
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int fresh = pairIds[k] - before;
      if (fresh >= 0 && !came[fresh]) {
        came[fresh] = true;
        rows[kept] = from[k];
        rowGroups[kept++] = fromGroups[k];
      }
    }
    return kept;
  }
}
