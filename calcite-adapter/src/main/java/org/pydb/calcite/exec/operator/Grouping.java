package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.aggregate.Accumulators;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The groups of one grouping, in memory: the table that numbers their keys, and of each aggregate
 * an accumulator by number. Without keys there is one group, from the beginning.
 */
final class Grouping {
  private final int[] keyColumns;
  private final @Nullable KeyTable keys;
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final MemoryAccount memory;
  private final Vector[] keyVectors;
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
    int bytes = 0;
    for (AggregateCall call : calls) {
      Aggregate aggregate = new Aggregate(call, inputTypes, memory);
      aggregates.add(aggregate);
      bytes += aggregate.accumulator.bytesPerGroup();
    }
    bytesPerGroup = bytes;
    if (keys == null) {
      growTo(1);
    }
  }

  /** How many groups there are. */
  int groupCount() {
    return groupCount;
  }

  /** Adds the rows of a batch. */
  void add(Batch batch) {
    if (groups.length < batch.count()) {
      // Without keys it must stay all zeros, which a new array is.
      groups = Selection.ensure(groups, batch.count());
    }
    if (keys != null) {
      for (int i = 0; i < keyColumns.length; i++) {
        keyVectors[i] = batch.column(keyColumns[i]);
      }
      keys.insert(keyVectors, batch.rows(), batch.count(), groups);
      growTo(keys.size());
    }
    for (Aggregate aggregate : aggregates) {
      aggregate.add(batch, groups);
    }
  }

  private void growTo(int count) {
    if (count > groupCount) {
      memory.use((long) bytesPerGroup * (count - groupCount));
      groupCount = count;
      for (Aggregate aggregate : aggregates) {
        aggregate.accumulator.ensureGroups(count);
      }
    }
  }

  /**
   * Writes groups to a batch.
   *
   * @param keyPlaces where the key's columns go in the batch, in order
   * @param firstAggregate where the first aggregate goes; the others follow
   */
  void write(int from, int count, Batch output, int[] keyPlaces, int firstAggregate) {
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
    int column = firstAggregate;
    for (Aggregate aggregate : aggregates) {
      Vector result = output.column(column++);
      result.reset(count);
      aggregate.accumulator.write(from, from + count, result);
    }
    output.selectAll(count);
  }

  /** One aggregate: its accumulator, and what keeps rows away from it. */
  private static final class Aggregate {
    private final AggregateCall call;
    private final Accumulator accumulator;

    /** The pairs of group and argument that came, if each counts once; otherwise null. */
    private final @Nullable KeyTable distinct;

    private final LongVector groupVector = new LongVector();
    private int[] rows = {};
    private int[] rowGroups = {};
    private int[] pairs = {};

    Aggregate(AggregateCall call, List<ColumnType> inputTypes, MemoryAccount memory) {
      this.call = call;
      ColumnType argument = call.argument() < 0 ? null : inputTypes.get(call.argument());
      accumulator = Accumulators.of(call.function(), argument, call.type());
      distinct =
          call.distinct() && argument != null
              ? KeyTable.of(List.of(ColumnType.of(ColumnKind.INT64), argument), false, memory)
              : null;
    }

    void add(Batch batch, int[] groups) {
      Vector argument = call.argument() < 0 ? null : batch.column(call.argument());
      int count = batch.count();
      int[] from = batch.rows();
      int[] fromGroups = groups;
      if (call.filter() >= 0) {
        count = filter((LongVector) batch.column(call.filter()), from, fromGroups, count);
        from = rows;
        fromGroups = rowGroups;
      }
      if (distinct != null && argument != null) {
        count = dropRepeated(distinct, argument, batch.size(), from, fromGroups, count);
        from = rows;
        fromGroups = rowGroups;
      }
      accumulator.add(argument, from, fromGroups, count);
    }

    private void ensure(int count) {
      rows = Selection.ensure(rows, count);
      rowGroups = Selection.ensure(rowGroups, count);
      pairs = Selection.ensure(pairs, count);
    }

    private int filter(LongVector filter, int[] from, int[] fromGroups, int count) {
      ensure(count);
      int kept = 0;
      for (int k = 0; k < count; k++) {
        int row = from[k];
        if (!filter.isNull(row) && filter.get(row) != 0) {
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
      table.insert(new Vector[] {groupVector, argument}, from, count, pairs);
      boolean[] came = new boolean[table.size() - before];
      int kept = 0;
      for (int k = 0; k < count; k++) {
        int fresh = pairs[k] - before;
        if (fresh >= 0 && !came[fresh]) {
          came[fresh] = true;
          rows[kept] = from[k];
          rowGroups[kept++] = fromGroups[k];
        }
      }
      return kept;
    }
  }
}
