package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The groups of one grouping, in memory: the table that numbers their keys, and of each aggregate
 * an accumulator by number. Without keys there is one group, from the beginning.
 */
final class Grouping {
  private final int[] keyColumns;
  private final @Nullable KeyTable keys;
  private final Vector[] keyVectors;
  private final List<AggregateFeed> feeds = new ArrayList<>();
  private final List<Accumulator> results = new ArrayList<>();
  private final MemoryAccount memory;
  private final int bytesPerGroup;
  private int groupCount;
  private int[] groups = {};

  /**
   * No groups yet.
   *
   * @param keyColumns the input's columns that make the key
   * @param inputTypes the types of the input's columns
   */
  Grouping(
      List<Integer> keyColumns,
      List<ColumnType> inputTypes,
      List<AggregateCall> calls,
      MemoryAccount memory) {
    this.keyColumns = keyColumns.stream().mapToInt(Integer::intValue).toArray();
    this.memory = memory;
    List<ColumnType> keyTypes = keyColumns.stream().map(inputTypes::get).toList();
    keys = keyTypes.isEmpty() ? null : KeyTable.of(keyTypes, true, memory);
    keyVectors = new Vector[this.keyColumns.length];
    for (AggregateCall call : calls) {
      results.add(feed(call, inputTypes).consumer(call, inputTypes));
    }
    bytesPerGroup =
        results.stream().mapToInt(Accumulator::bytesPerGroup).sum() + feeds.size() * Long.BYTES;
    if (keys == null) {
      growTo(1);
    }
  }

  private AggregateFeed feed(AggregateCall call, List<ColumnType> inputTypes) {
    for (AggregateFeed feed : feeds) {
      if (feed.serves(call)) {
        return feed;
      }
    }
    AggregateFeed feed = new AggregateFeed(call, inputTypes, memory);
    feeds.add(feed);
    return feed;
  }

  /** How many groups there are. */
  int groupCount() {
    return groupCount;
  }

  /** Adds the rows of a batch. */
  void add(Batch batch) {
    // Without keys it must stay all zeros, which a new array is.
    groups = Selection.ensure(groups, batch.count());
    if (keys != null) {
      for (int i = 0; i < keyColumns.length; i++) {
        keyVectors[i] = batch.column(keyColumns[i]);
      }
      keys.insert(keyVectors, batch.rows(), batch.count(), groups);
      growTo(keys.size());
    }
    for (AggregateFeed feed : feeds) {
      feed.add(batch, groups);
    }
  }

  private void growTo(int count) {
    if (count > groupCount) {
      memory.use((long) bytesPerGroup * (count - groupCount));
      groupCount = count;
      for (AggregateFeed feed : feeds) {
        feed.ensureGroups(count);
      }
    }
  }

  /**
   * Writes groups to a batch.
   *
   * @param keyPlaces where the key's columns go in the batch, in order
   * @param firstResult where the first aggregate goes; the others follow
   */
  void write(int from, int count, Batch output, int[] keyPlaces, int firstResult) {
    if (keys != null) {
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = from + i;
      }
      for (int i = 0; i < keyPlaces.length; i++) {
        Vector key = output.column(keyPlaces[i]);
        key.reset(count);
        keys.keys().column(i).gather(numbers, 0, Selection.ALL, count, key);
      }
    }
    int column = firstResult;
    for (Accumulator accumulator : results) {
      Vector result = output.column(column++);
      result.reset(count);
      accumulator.write(from, from + count, result);
    }
    output.selectAll(count);
  }
}
