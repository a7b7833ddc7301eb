package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.spill.Partitions;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The groups of one grouping: the table that numbers their keys, and of each aggregate an
 * accumulator by number. Without keys there is one group, from the beginning.
 *
 * <p>Once memory is full no new groups are let in. Rows of those that are known are still added to
 * them; the others go to the disk, divided by the hash of their key, and become groups of their own
 * when these here have been given and forgotten.
 */
final class Grouping implements AutoCloseable {
  private final GroupingShape shape;
  private final Workspace workspace;
  private final int level;
  private final int[] keyColumns;
  private final @Nullable KeyTable keys;
  private final Vector[] keyVectors;
  private final List<AggregateFeed> feeds = new ArrayList<>();
  private final List<Accumulator> results = new ArrayList<>();
  private final MemoryAccount memory;
  private final int bytesPerGroup;
  private int groupCount;
  private int[] groups = {};

  private boolean isFull;
  private @Nullable Partitions spilled;
  private final int[] usedColumnPlaces;
  private int[] knownRows = {};
  private int[] unknownRows = {};

  /**
   * No groups yet.
   *
   * @param level how often the rows that will come were divided before
   */
  Grouping(GroupingShape shape, Workspace workspace, int level) {
    this.shape = shape;
    this.workspace = workspace;
    this.level = level;
    memory = workspace.memory().part();
    keyColumns = shape.keys().stream().mapToInt(Integer::intValue).toArray();
    usedColumnPlaces = shape.usedColumns().stream().mapToInt(Integer::intValue).toArray();
    keys = keyColumns.length == 0 ? null : KeyTable.of(shape.keyTypes(), true, memory);
    keyVectors = new Vector[keyColumns.length];
    for (AggregateCall call : shape.calls()) {
      results.add(feed(call).consumer(call, shape.types()));
    }
    bytesPerGroup =
        results.stream().mapToInt(Accumulator::bytesPerGroup).sum() + feeds.size() * Long.BYTES;
    if (keys == null) {
      growTo(1);
    }
  }

  private AggregateFeed feed(AggregateCall call) {
    for (AggregateFeed feed : feeds) {
      if (feed.serves(call)) {
        return feed;
      }
    }
    AggregateFeed feed = new AggregateFeed(call, shape.types(), workspace, memory);
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
    for (int i = 0; i < keyColumns.length; i++) {
      keyVectors[i] = batch.column(keyColumns[i]);
    }
    if (!isFull && !hasRoom(batch)) {
      isFull = true;
      feeds.forEach(AggregateFeed::fill);
    }
    int[] rows = batch.rows();
    int count = batch.count();
    if (keys != null && isFull) {
      keys.find(keyVectors, rows, count, groups);
      count = spillUnknown(batch);
      rows = knownRows;
    } else if (keys != null) {
      keys.insert(keyVectors, rows, count, groups);
      growTo(keys.size());
    }
    for (AggregateFeed feed : feeds) {
      feed.add(batch, rows, groups, count);
    }
  }

  /** Adds the rows of a batch if all of them find room in memory; otherwise none of them. */
  boolean addIfRoom(Batch batch) {
    for (int i = 0; i < keyColumns.length; i++) {
      keyVectors[i] = batch.column(keyColumns[i]);
    }
    if (!hasRoom(batch)) {
      return false;
    }
    add(batch);
    return true;
  }

  /**
   * Adds the groups of another grouping of the same shape, of which nothing was spilled.
   *
   * @return false if there is no memory for them
   */
  boolean merge(Grouping other) {
    int[] map = new int[other.groupCount];
    if (keys != null && !mergeKeys(Operator.open(other.keys), keys, map)) {
      return false;
    }
    for (int i = 0; i < feeds.size(); i++) {
      if (!feeds.get(i).merge(other.feeds.get(i), map, other.groupCount)) {
        return false;
      }
    }
    return true;
  }

  /** Inserts the keys of another table; {@code map} says which of ours each of them is. */
  private boolean mergeKeys(KeyTable from, KeyTable to, int[] map) {
    Batch batch = Batch.of(shape.keyTypes());
    groups = Selection.ensure(groups, Batch.ROWS_MAX);
    int[] numbers = new int[Batch.ROWS_MAX];
    for (int start = 0; start < map.length; start += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, map.length - start);
      for (int i = 0; i < count; i++) {
        numbers[i] = start + i;
      }
      from.keys().gather(numbers, 0, count, batch, 0);
      for (int i = 0; i < keyVectors.length; i++) {
        keyVectors[i] = batch.column(i);
      }
      long bytes = to.growthBytes(keyVectors, Selection.ALL, count);
      if (!memory.hasRoom(bytes + (long) bytesPerGroup * count)) {
        return false;
      }
      to.insert(keyVectors, Selection.ALL, count, groups);
      System.arraycopy(groups, 0, map, start, count);
    }
    growTo(to.size());
    return true;
  }

  private boolean hasRoom(Batch batch) {
    if (level == Partitions.LEVELS) {
      return true;
    }
    if (keys != null) {
      long keyBytes = keys.growthBytes(keyVectors, batch.rows(), batch.count());
      if (!memory.hasRoom(keyBytes + (long) bytesPerGroup * batch.count())) {
        return false;
      }
    }
    for (AggregateFeed feed : feeds) {
      if (!feed.hasRoom(batch, batch.rows(), batch.count())) {
        return false;
      }
    }
    return true;
  }

  /** Spills the rows whose groups are not here, and lists the others; gives their number. */
  private int spillUnknown(Batch batch) {
    knownRows = Selection.ensure(knownRows, batch.count());
    unknownRows = Selection.ensure(unknownRows, batch.count());
    int known = 0;
    int unknown = 0;
    for (int k = 0; k < batch.count(); k++) {
      if (groups[k] == KeyTable.NONE) {
        unknownRows[unknown++] = batch.rows()[k];
      } else {
        knownRows[known] = batch.rows()[k];
        groups[known++] = groups[k];
      }
    }
    if (unknown > 0) {
      Partitions to = spilled;
      if (to == null) {
        to = new Partitions(workspace, shape.ofUsedColumns().types(), shape.keyTypes(), level);
        spilled = to;
      }
      Vector[] used = new Vector[usedColumnPlaces.length];
      for (int i = 0; i < used.length; i++) {
        used[i] = batch.column(usedColumnPlaces[i]);
      }
      Batch part = new Batch(used);
      part.select(batch.size(), unknownRows, unknown);
      to.add(part, part.rows(), unknown, keyVectors);
    }
    return known;
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
   * Called when all rows have come.
   *
   * @return where those are that belong to other groups, of {@link GroupingShape#ofUsedColumns};
   *     null if there are none
   */
  @Nullable Partitions finish() {
    for (AggregateFeed feed : feeds) {
      feed.finish();
    }
    if (spilled != null) {
      spilled.finish();
    }
    return spilled;
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    memory.close();
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
