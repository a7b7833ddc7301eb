package org.pydb.calcite.exec.spill;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.spill.SpillStream;

/**
 * What one operator has to work with in one execution: memory, and the disk for what memory does
 * not hold. All of it is given back at once. Not thread-safe.
 *
 * <p>The rule for operators: before they take the rows of a batch they ask {@link
 * MemoryAccount#hasRoom}; if there is none, they write what they have to {@link SpilledRows} and
 * begin anew with less. Where there is no disk to spill to they are always told that there is room,
 * and fail with 53200 when there is not.
 */
public final class Workspace implements AutoCloseable {
  private static final int BLOCK_MIN = 1 << 11;
  private static final int BLOCK_MAX = 1 << 16;

  private final MemoryAccount memory;
  private final @Nullable SpillSpace space;
  private final Runnable checkCanceled;
  private final SpillCount count;
  private final Progress progress;
  private final int blockBytes;
  private final List<SpillStream> streams = new ArrayList<>();

  /**
   * An operator's work space.
   *
   * @param space where to spill to; null if that is not possible
   * @param operator its name, for messages
   * @param checkCanceled called before each block is written or read; throws to end the statement
   * @param count where to count what is spilled
   * @param progress of the execution
   */
  public Workspace(
      MemoryQuota quota,
      @Nullable SpillSpace space,
      String operator,
      Runnable checkCanceled,
      SpillCount count,
      Progress progress) {
    this.space = space;
    this.checkCanceled = checkCanceled;
    this.count = count;
    this.progress = progress;
    memory =
        space == null
            ? new MemoryAccount(quota, operator)
            : MemoryAccount.ofSpilling(quota, operator);
    blockBytes = (int) Math.max(BLOCK_MIN, Math.min(BLOCK_MAX, quota.limit() / 512));
  }

  /** The operator's memory. */
  public MemoryAccount memory() {
    return memory;
  }

  /** No rows yet, on the disk; they are gone when this work space is closed, if not before. */
  public SpilledRows rows(List<ColumnType> types) {
    return new SpilledRows(this, types);
  }

  /** What has been spilled. */
  public SpillCount count() {
    return count;
  }

  void wrote(int rows, long bytes) {
    count.wrote(bytes, rows);
    progress.spilled(rows, bytes);
  }

  void reread(int rows) {
    progress.reread(rows);
  }

  /** The bytes that a block should have at most, unless a single row has more. */
  int blockBytes() {
    return blockBytes;
  }

  SpillStream stream() {
    if (space == null) {
      throw new IllegalStateException("there is no disk to spill to");
    }
    SpillStream stream = space.stream();
    streams.add(stream);
    return stream;
  }

  void close(SpillStream stream) {
    streams.remove(stream);
    stream.close();
  }

  void checkCanceled() {
    checkCanceled.run();
  }

  @Override
  public void close() {
    for (SpillStream stream : streams) {
      stream.close();
    }
    streams.clear();
    memory.close();
  }
}
