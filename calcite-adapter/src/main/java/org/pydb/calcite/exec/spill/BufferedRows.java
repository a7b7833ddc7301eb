package org.pydb.calcite.exec.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows that are kept until all of them are there, and then given in the order of their coming, as
 * often as wanted: in memory as long as there is room, the others on the disk. Not thread-safe.
 */
public final class BufferedRows {
  private final Workspace workspace;
  private final List<ColumnType> types;
  private final MemoryAccount memory;
  private RowStore rows;
  private final Batch output;
  private final int[] indexes = new int[Batch.ROWS_MAX];
  private @Nullable SpilledRows spilled;
  private SpilledRows.@Nullable Reader reader;
  private int next;

  /** No rows yet. */
  public BufferedRows(Workspace workspace, List<ColumnType> types) {
    this.workspace = workspace;
    this.types = types;
    memory = workspace.memory().part();
    rows = new RowStore(types, memory);
    output = Batch.of(types);
  }

  /** Appends some rows of a batch; more columns than these rows have are left out. */
  public void append(Batch batch, int[] selected, int count) {
    SpilledRows to = spilled;
    if (to == null) {
      if (memory.hasRoom(rows.growthBytes(batch, selected, count))) {
        rows.append(batch, selected, count);
        return;
      }
      workspace.count().pass(0);
      to = workspace.rows(types);
      spilled = to;
    }
    to.append(batch, selected, count);
  }

  /** The next rows, valid until the next call; null at the end. No more may be appended then. */
  public @Nullable Batch next() {
    int count = Math.min(Batch.ROWS_MAX, rows.size() - next);
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        indexes[i] = next + i;
      }
      rows.gather(indexes, 0, count, output, 0);
      output.selectAll(count);
      next += count;
      return output;
    }
    SpilledRows from = spilled;
    if (from == null) {
      return null;
    }
    SpilledRows.Reader now = reader;
    if (now == null) {
      from.finish();
      now = from.read();
      reader = now;
    }
    return now.next();
  }

  /** Begins at the first row again. */
  public void rewind() {
    next = 0;
    reader = null;
  }

  /** Drops all rows; others may be appended then. */
  public void clear() {
    rewind();
    if (spilled == null) {
      rows.clear();
      return;
    }
    close();
    spilled = null;
    rows = new RowStore(types, memory);
  }

  /** Gives the memory and the disk back. */
  public void close() {
    memory.close();
    if (spilled != null) {
      spilled.close();
    }
  }
}
