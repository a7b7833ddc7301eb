package org.pydb.calcite.exec.spill;

import java.util.ArrayList;
import java.util.List;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * An external merge sort: runs of rows, each sorted in memory and written to the disk, that are
 * merged in the end. Stable: runs are given in the order in which their rows came, and of equal
 * rows that of the earlier run comes first. Not thread-safe.
 *
 * <p>As many runs are merged at once as there is memory for a block of each. If there are more,
 * neighbours are merged to longer runs before, no more of them than it takes.
 */
public final class SortedRuns {
  private static final int MERGED_MIN = 4;
  private static final int MERGED_MAX = 256;

  /** A run's block as bytes and as vectors, about, in blocks. */
  private static final long BLOCKS_PER_RUN = 3;

  private final Workspace workspace;
  private final List<ColumnType> types;
  private final RowOrder order;
  private final long wanted;
  private final Batch scratch;
  private List<SpilledRows> runs = new ArrayList<>();

  /**
   * No runs yet.
   *
   * @param wanted how many rows are wanted in all: no run needs more
   */
  public SortedRuns(Workspace workspace, List<ColumnType> types, RowOrder order, long wanted) {
    this.workspace = workspace;
    this.types = types;
    this.order = order;
    this.wanted = wanted;
    scratch = Batch.of(types);
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /**
   * Writes a run.
   *
   * @param sorted the indexes of the rows, in order
   */
  public void add(RowStore rows, int[] sorted) {
    int count = (int) Math.min(wanted, sorted.length);
    SpilledRows run = workspace.rows(types);
    workspace.count().pass(0);
    for (int from = 0; from < count; from += Batch.ROWS_MAX) {
      int size = Math.min(Batch.ROWS_MAX, count - from);
      rows.gather(sorted, from, size, scratch, 0);
      scratch.selectAll(size);
      run.append(scratch);
    }
    run.finish();
    runs.add(run);
  }

  /** All rows in order, once all runs are there. */
  public RowMerge merge() {
    long runBytes = BLOCKS_PER_RUN * workspace.blockBytes();
    long fitting = workspace.memory().available() / runBytes;
    int most = (int) Math.max(MERGED_MIN, Math.min(MERGED_MAX, fitting));
    for (int pass = 1; runs.size() > most; pass++) {
      workspace.count().pass(pass);
      runs = shortened(most);
    }
    workspace.memory().use(runBytes * runs.size());
    return new RowMerge(types, order, runs, wanted);
  }

  /** Fewer runs, but {@code most} if that is possible in one pass. */
  private List<SpilledRows> shortened(int most) {
    List<SpilledRows> shorter = new ArrayList<>();
    int next = 0;
    while (shorter.size() + runs.size() - next > most && next < runs.size()) {
      int tooMany = shorter.size() + runs.size() - next - most;
      int end = Math.min(runs.size(), next + Math.min(most, tooMany + 1));
      shorter.add(merged(runs.subList(next, end)));
      next = end;
    }
    shorter.addAll(runs.subList(next, runs.size()));
    return shorter;
  }

  private SpilledRows merged(List<SpilledRows> neighbours) {
    SpilledRows run = workspace.rows(types);
    RowMerge merge = new RowMerge(types, order, neighbours, wanted);
    for (Batch batch = merge.next(); batch != null; batch = merge.next()) {
      run.append(batch);
    }
    run.finish();
    neighbours.forEach(SpilledRows::close);
    return run;
  }
}
