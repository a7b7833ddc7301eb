package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.pydb.calcite.exec.aggregate.Accumulator;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Some groups of rows that come group by group: each run of equal keys is one. Of each aggregate
 * there is an accumulator for all of them.
 */
final class RunGroups implements AutoCloseable {
  private final List<AggregateFeed> feeds = new ArrayList<>();
  private final List<Accumulator> results = new ArrayList<>();
  private final MemoryAccount memory;
  private final int bytesPerGroup;
  private final RowStore keys;
  private int[] rows = {};
  private int[] groups = {};

  /** No groups yet, for aggregates none of which is DISTINCT. */
  RunGroups(GroupingShape shape, Workspace workspace) {
    memory = workspace.memory().part();
    keys = new RowStore(shape.keyTypes(), memory);
    for (AggregateCall call : shape.calls()) {
      AggregateFeed feed =
          feeds.stream()
              .filter(known -> known.serves(call))
              .findFirst()
              .orElseGet(() -> addFeed(call, shape, workspace));
      results.add(feed.consumer(call, shape.types()));
    }
    bytesPerGroup =
        results.stream().mapToInt(Accumulator::bytesPerGroup).sum() + feeds.size() * Long.BYTES;
  }

  private AggregateFeed addFeed(AggregateCall call, GroupingShape shape, Workspace workspace) {
    AggregateFeed feed = new AggregateFeed(call, shape.types(), workspace, memory);
    feeds.add(feed);
    return feed;
  }

  /** How many groups there are; the last one may go on. */
  int count() {
    return keys.size();
  }

  /**
   * Adds the selected rows {@code from <= k < to} of a batch.
   *
   * @param runs of that batch, of which those from {@code firstRun} to {@code endRun - 1} begin
   *     among these rows; what comes before goes on with the last group
   */
  void add(Batch batch, int from, int to, KeyRuns runs, int firstRun, int endRun) {
    int count = to - from;
    if (count == 0) {
      return;
    }
    rows = Selection.ensure(rows, count);
    groups = Selection.ensure(groups, count);
    System.arraycopy(batch.rows(), from, rows, 0, count);
    int[] starts = runs.starts();
    int group = keys.size() - 1;
    int at = from;
    for (int run = firstRun; run <= endRun; run++) {
      int end = run == endRun ? to : starts[run];
      while (at < end) {
        groups[at++ - from] = group;
      }
      group++;
    }
    addKeys(batch, runs, firstRun, endRun);
    for (AggregateFeed feed : feeds) {
      feed.add(batch, rows, groups, count);
    }
  }

  private void addKeys(Batch batch, KeyRuns runs, int firstRun, int endRun) {
    int count = endRun - firstRun;
    if (count == 0) {
      return;
    }
    int[] firstRows = new int[count];
    for (int i = 0; i < count; i++) {
      firstRows[i] = batch.rows()[runs.starts()[firstRun + i]];
    }
    keys.append(runs.key(), firstRows, count);
    memory.use((long) bytesPerGroup * count);
    for (AggregateFeed feed : feeds) {
      feed.ensureGroups(keys.size());
    }
  }

  /** Called when all rows of the groups have come. */
  void finish() {
    feeds.forEach(AggregateFeed::finish);
  }

  /** Writes groups to a batch: the key's columns, then the aggregates. */
  void write(int from, int count, Batch output) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = from + i;
    }
    keys.gather(numbers, 0, count, output, 0);
    int column = keys.columnCount();
    for (Accumulator accumulator : results) {
      Vector result = output.column(column++);
      result.reset(count);
      accumulator.write(from, from + count, result);
    }
    output.selectAll(count);
  }

  @Override
  public void close() {
    memory.close();
  }
}
