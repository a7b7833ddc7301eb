package org.pydb.calcite.exec.spill;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows that one step makes and others read, by any threads: first they are appended, by one thread,
 * then read as often as wanted. In memory as long as there is room, the others on the disk.
 */
public final class KeptRows {
  private final List<ColumnType> types;
  private final WorkingRows rows;
  private final ReentrantLock reading = new ReentrantLock();

  /** No rows yet. */
  public KeptRows(Workspace workspace, List<ColumnType> types) {
    this.types = types;
    rows = new WorkingRows(workspace, types);
  }

  /** The types of their columns. */
  public List<ColumnType> types() {
    return types;
  }

  /** Appends the rows of a batch. */
  public void append(Batch batch) {
    rows.append(batch);
  }

  /** All have been appended since the last call: these are the rows that are read from now on. */
  public void finish() {
    rows.turn();
  }

  /** A pass over the rows, by one thread. Reusable. */
  public static final class Reader {
    private final WorkingRows.Reader reader;
    private @Nullable KeptRows of;

    /** A reader of rows whose columns have these types. */
    public Reader(List<ColumnType> types) {
      reader = new WorkingRows.Reader(types);
    }

    /** Stands before the first row. */
    public void begin(KeptRows newRows) {
      of = newRows;
      reader.begin(newRows.rows);
    }

    /** The next rows, valid until the next call; null at the end. */
    public @Nullable Batch next() {
      KeptRows read = of;
      if (read == null) {
        return null;
      }
      read.reading.lock();
      try {
        return reader.next();
      } finally {
        read.reading.unlock();
      }
    }

    /** Lets go of the rows. */
    public void end() {
      of = null;
      reader.end();
    }
  }
}
