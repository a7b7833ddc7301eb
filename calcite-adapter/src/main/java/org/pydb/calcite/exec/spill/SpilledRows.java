package org.pydb.calcite.exec.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillStream;

/**
 * Rows on the disk, in the order in which they were appended: written once, then read as often as
 * wanted. Not thread-safe.
 *
 * <p>Rows are gathered in memory until they fill a block.
 */
public final class SpilledRows implements AutoCloseable {
  private final Workspace workspace;
  private final List<ColumnType> types;
  private final SpillStream stream;
  private final BatchCodec codec = new BatchCodec();
  private final MemoryAccount memory;

  /** Rows that are not yet written; null if there never were any, or no more will come. */
  private @Nullable RowStore buffer;

  private @Nullable Batch scratch;
  private long bufferedBytes;
  private long rowCount;

  SpilledRows(Workspace workspace, List<ColumnType> types) {
    this.workspace = workspace;
    this.types = types;
    stream = workspace.stream();
    memory = workspace.memory().part();
  }

  /** How many rows there are. */
  public long rowCount() {
    return rowCount;
  }

  /** The types of their columns. */
  public List<ColumnType> types() {
    return types;
  }

  /** Appends the rows of a batch. */
  public void append(Batch batch) {
    append(batch, batch.rows(), batch.count());
  }

  /** Appends some rows of a batch; more columns than these rows have are left out. */
  public void append(Batch batch, int[] rows, int count) {
    long bytes = RowStore.valueBytes(batch, types.size(), rows, count);
    if (bufferedBytes == 0 && (bytes >= workspace.blockBytes() || count == Batch.ROWS_MAX)) {
      write(batch, rows, 0, count);
      return;
    }
    RowStore store = buffer;
    if (store == null) {
      store = new RowStore(types, memory);
      buffer = store;
    }
    if (store.size() + count > Batch.ROWS_MAX) {
      flush(store);
    }
    store.append(batch, rows, count);
    bufferedBytes += bytes;
    if (bufferedBytes >= workspace.blockBytes()) {
      flush(store);
    }
    rowCount += count;
  }

  private void flush(RowStore store) {
    Batch batch = scratch;
    if (batch == null) {
      batch = Batch.of(types);
      scratch = batch;
    }
    int count = store.size();
    if (count > 0) {
      store.gather(Selection.ALL, 0, count, batch, 0);
      batch.selectAll(count);
      rowCount -= count;
      write(batch, Selection.ALL, 0, count);
      store.clear();
      bufferedBytes = 0;
    }
  }

  /** Writes rows at once, in blocks of a fair size. */
  private void write(Batch batch, int[] rows, int from, int count) {
    workspace.checkCanceled();
    ByteOutput output = codec.encode(batch, types.size(), rows, from, count);
    if (output.size() > 2 * workspace.blockBytes() && count > 1) {
      write(batch, rows, from, count / 2);
      write(batch, rows, from + count / 2, count - count / 2);
      return;
    }
    stream.append(output.bytes(), 0, output.size());
    workspace.wrote(count, output.size());
    rowCount += count;
  }

  /** Called when all rows have come: what is still in memory is written. */
  public void finish() {
    RowStore store = buffer;
    if (store != null) {
      flush(store);
      buffer = null;
      scratch = null;
      memory.close();
    }
  }

  /** The rows from the first on, after {@link #finish}. There may be several readers. */
  public Reader read() {
    assert buffer == null : "not finished";
    return new Reader();
  }

  /** Gives the room back. Closing again has no effect. */
  @Override
  public void close() {
    buffer = null;
    memory.close();
    workspace.close(stream);
  }

  /** A pass over the rows. */
  public final class Reader {
    private final Batch batch = Batch.of(types);
    private int nextBlock;

    private Reader() {}

    /**
     * The next rows; null at the end.
     *
     * @return a batch whose columns are filled anew by the next call; bytes stay where they are
     */
    public @Nullable Batch next() {
      if (nextBlock == stream.blockCount()) {
        return null;
      }
      workspace.checkCanceled();
      byte[] block = new byte[stream.length(nextBlock)];
      stream.read(nextBlock++, block, 0);
      codec.decode(block, batch);
      workspace.reread(batch.count());
      return batch;
    }
  }
}
