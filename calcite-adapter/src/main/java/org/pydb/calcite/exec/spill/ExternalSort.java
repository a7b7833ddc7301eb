package org.pydb.calcite.exec.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.store.RowSorter;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * Sorts rows: in memory as long as they fit, else as {@link SortedRuns}. Stable. Life: {@link #add}
 * for each batch, then {@link #next} until it gives null. Not thread-safe.
 */
public final class ExternalSort {
  /** What sorting takes for each row: two numbers and two indexes. */
  private static final long SORTING_BYTES = 2L * (Long.BYTES + Integer.BYTES);

  private final Workspace workspace;
  private final List<ColumnType> types;
  private final RowOrder order;
  private final long wanted;

  // The rows in memory, and what they take.
  private final MemoryAccount memory;
  private RowStore rows;

  private @Nullable SortedRuns runs;
  private @Nullable RowMerge merge;
  private final Batch output;
  private int @Nullable [] sorted;
  private int next;

  /**
   * No rows yet.
   *
   * @param wanted how many rows will be asked for at most
   */
  public ExternalSort(Workspace workspace, List<ColumnType> types, RowOrder order, long wanted) {
    this.workspace = workspace;
    this.types = types;
    this.order = order;
    this.wanted = wanted;
    memory = workspace.memory().part();
    rows = new RowStore(types, memory);
    output = Batch.of(types);
  }

  /** Adds the rows of a batch. */
  public void add(Batch batch) {
    int count = batch.count();
    long bytes =
        rows.growthBytes(batch, batch.rows(), count) + SORTING_BYTES * (rows.size() + count);
    if (rows.size() > 0 && !memory.hasRoom(bytes)) {
      spill();
    }
    rows.append(batch);
  }

  private void spill() {
    SortedRuns to = runs;
    if (to == null) {
      to = new SortedRuns(workspace, types, order, wanted);
      runs = to;
    }
    to.add(rows, new RowSorter(rows, order, memory).sort());
    memory.close();
    rows = new RowStore(types, memory);
  }

  /** The next rows in order, valid until the next call; null at the end. */
  public @Nullable Batch next() {
    if (sorted == null && merge == null) {
      sort();
    }
    return merge != null ? merge.next() : nextInMemory();
  }

  private void sort() {
    SortedRuns spilled = runs;
    if (spilled == null) {
      sorted = new RowSorter(rows, order, memory).sort();
    } else {
      spill();
      merge = spilled.merge();
    }
  }

  private @Nullable Batch nextInMemory() {
    int[] indexes = sorted;
    if (indexes == null) {
      return null;
    }
    int count = (int) Math.min(Batch.ROWS_MAX, Math.min(wanted, indexes.length) - next);
    if (count <= 0) {
      return null;
    }
    rows.gather(indexes, next, count, output, 0);
    output.selectAll(count);
    next += count;
    return output;
  }

  /** Gives the memory of the rows back. */
  public void close() {
    memory.close();
  }
}
