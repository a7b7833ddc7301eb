package org.pydb.calcite.exec.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows that come in rounds: while those of one round are appended, those of the round before are
 * read, as often as wanted. In memory as long as there is room, the others on the disk. Not
 * thread-safe.
 */
public final class WorkingRows {
  private final Workspace workspace;
  private final List<ColumnType> types;
  private Round last;
  private Round next;

  /** No rows yet. */
  public WorkingRows(Workspace workspace, List<ColumnType> types) {
    this.workspace = workspace;
    this.types = types;
    last = new Round();
    next = new Round();
  }

  /** Appends the rows of a batch to this round. */
  public void append(Batch batch) {
    next.append(batch);
  }

  /**
   * Begins another round: the rows that were appended become those that are read.
   *
   * @return whether there are any
   */
  public boolean turn() {
    Round read = last;
    last = next;
    next = read;
    next.clear();
    last.finish();
    return last.rows.size() > 0;
  }

  /** The rows of one round. The first ones are in memory; if any are not, nor are those after. */
  private final class Round {
    private final MemoryAccount memory = workspace.memory().part();
    private final RowStore rows = new RowStore(types, memory);
    private @Nullable SpilledRows spilled;

    void append(Batch batch) {
      SpilledRows to = spilled;
      boolean hasRoom =
          rows.size() == 0 || memory.hasRoom(rows.growthBytes(batch, batch.rows(), batch.count()));
      if (to == null && hasRoom) {
        rows.append(batch);
        return;
      }
      if (to == null) {
        workspace.count().pass(0);
        to = workspace.rows(types);
        spilled = to;
      }
      to.append(batch);
    }

    void finish() {
      if (spilled != null) {
        spilled.finish();
      }
    }

    void clear() {
      rows.clear();
      if (spilled != null) {
        spilled.close();
        spilled = null;
      }
    }
  }

  /** Passes over the rows of the round before. Reusable; there may be several. */
  public static final class Reader {
    private final Batch batch;
    private final int[] indexes = new int[Batch.ROWS_MAX];
    private @Nullable Round round;
    private SpilledRows.@Nullable Reader spilled;
    private int next;

    /** A reader of rows whose columns have these types. */
    public Reader(List<ColumnType> types) {
      batch = Batch.of(types);
    }

    /** Stands before the first row of the round before. */
    public void begin(WorkingRows of) {
      Round begun = of.last;
      round = begun;
      SpilledRows rest = begun.spilled;
      spilled = rest == null ? null : rest.read();
      next = 0;
    }

    /** The next rows, valid until the next call; null at the end. */
    public @Nullable Batch next() {
      Round now = round;
      int count = now == null ? 0 : Math.min(Batch.ROWS_MAX, now.rows.size() - next);
      if (now == null || count == 0) {
        return spilled == null ? null : spilled.next();
      }
      for (int i = 0; i < count; i++) {
        indexes[i] = next + i;
      }
      now.rows.gather(indexes, 0, count, batch, 0);
      batch.selectAll(count);
      next += count;
      return batch;
    }

    /** Lets go of the rows. */
    public void end() {
      round = null;
      spilled = null;
      for (int i = 0; i < batch.columnCount(); i++) {
        batch.column(i).release();
      }
    }
  }
}
