package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.aggregate.GroupCounts;
import org.pydb.calcite.exec.aggregate.RowAccumulator;
import org.pydb.calcite.exec.aggregate.RowArguments;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
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

  /** The arguments that came, if each counts once; otherwise null. */
  private final @Nullable DistinctPairs pairs;

  private final MemoryAccount memory;
  private long extraBytes;

  /** For the rows that are kept, which cannot spill. */
  private final MemoryAccount held;

  private long heldBytes;
  private int[] rows = {};
  private int[] rowGroups = {};

  /**
   * The feed for aggregates like this one, with no consumers yet.
   *
   * @param memory where the aggregates' memory is counted
   */
  AggregateFeed(
      AggregateCall call, List<ColumnType> inputTypes, Workspace workspace, MemoryAccount memory) {
    filter = call.filter();
    distinct = distinctArgument(call);
    pairs = distinct < 0 ? null : new DistinctPairs(inputTypes.get(distinct), workspace, 0);
    this.memory = memory;
    held = memory.holdingPart();
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
    RowArguments rowArguments = call.rows();
    if (rowArguments != null) {
      Accumulator ofRows = Accumulators.of(call.function(), rowArguments, inputTypes);
      consumers.add(new Consumer(-1, ofRows));
      return ofRows;
    }
    for (Consumer consumer : consumers) {
      if (consumer.argument == call.argument()) {
        Accumulator shared = consumer.accumulator.sharing(call.function(), call.type());
        if (shared != null) {
          return shared;
        }
      }
    }
    ColumnType argument = call.argument() < 0 ? null : inputTypes.get(call.argument());
    Accumulator accumulator =
        call.java() == null
            ? Accumulators.of(call.function(), argument, call.type(), counts)
            : Accumulators.of(call.java());
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

  /** Whether there is memory for what the rows of a batch may need, besides that of groups. */
  boolean hasRoom(Batch batch, int[] from, int count) {
    return pairs == null || pairs.hasRoom(batch.column(distinct), from, count);
  }

  /** Lets nothing more into memory but what groups need. */
  void fill() {
    if (pairs != null) {
      pairs.fill();
    }
  }

  /** Feeds rows of a batch, of which row {@code from[k]} belongs to {@code groups[k]}. */
  void add(Batch batch, int[] from, int[] groups, int count) {
    int[] fed = from;
    int[] fedGroups = groups;
    int fedCount = count;
    if (filter >= 0) {
      fedCount = filter((LongVector) batch.column(filter), fed, fedGroups, fedCount);
      fed = rows;
      fedGroups = rowGroups;
    }
    if (pairs != null) {
      Vector argument = batch.column(distinct);
      fedCount = pairs.retainNew(argument, batch.size(), fed, fedGroups, fedCount);
      fed = pairs.rows();
      fedGroups = pairs.groups();
    }
    counts.add(fedGroups, fedCount);
    for (Consumer consumer : consumers) {
      if (consumer.accumulator instanceof RowAccumulator ofRows) {
        ofRows.addRows(batch, fed, fedGroups, fedCount);
      } else {
        Vector argument = consumer.argument < 0 ? null : batch.column(consumer.argument);
        consumer.accumulator.add(argument, fed, fedGroups, fedCount);
      }
    }
    countExtraBytes();
  }

  /**
   * Adds what another feed for the same aggregates was fed.
   *
   * @param groups which group here each of its groups is
   * @param groupCount how many groups it has
   * @return false if there is no memory for it
   */
  boolean merge(AggregateFeed other, int[] groups, int groupCount) {
    if (other.pairs != null) {
      return other.pairs.give((argument, of, count) -> addPairs(argument, of, count, groups));
    }
    counts.merge(other.counts, groups, groupCount);
    for (int i = 0; i < consumers.size(); i++) {
      consumers.get(i).accumulator.merge(other.consumers.get(i).accumulator, groups, groupCount);
    }
    countExtraBytes();
    return true;
  }

  private boolean addPairs(Vector argument, int[] theirGroups, int count, int[] groups) {
    DistinctPairs own = Operator.open(pairs);
    if (!own.hasRoom(argument, Selection.ALL, count)) {
      return false;
    }
    for (int k = 0; k < count; k++) {
      theirGroups[k] = groups[theirGroups[k]];
    }
    int fresh = own.retainNew(argument, count, Selection.ALL, theirGroups, count);
    counts.add(own.groups(), fresh);
    for (Consumer consumer : consumers) {
      consumer.accumulator.add(argument, own.rows(), own.groups(), fresh);
    }
    countExtraBytes();
    return true;
  }

  private void countExtraBytes() {
    long bytes = 0;
    long rowBytes = 0;
    for (Consumer consumer : consumers) {
      long more = consumer.accumulator.extraBytes();
      if (consumer.accumulator instanceof RowAccumulator) {
        rowBytes += more;
      } else {
        bytes += more;
      }
    }
    if (bytes > extraBytes) {
      memory.use(bytes - extraBytes);
      extraBytes = bytes;
    }
    if (rowBytes > heldBytes) {
      held.use(rowBytes - heldBytes);
      heldBytes = rowBytes;
    }
  }

  /** Called when all rows have come. */
  void finish() {
    if (pairs != null) {
      pairs.drain(
          (argument, fed, groups, count) -> {
            counts.add(groups, count);
            for (Consumer consumer : consumers) {
              consumer.accumulator.add(argument, fed, groups, count);
            }
          });
    }
  }

  private void ensure(int count) {
    rows = Selection.ensure(rows, count);
    rowGroups = Selection.ensure(rowGroups, count);
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
}
