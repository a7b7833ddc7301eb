package org.pydb.engine.txn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Writes the redo of a large transaction to the log while it is being made. What is written means
 * nothing until a batch names it. Used by one thread at a time.
 */
final class RedoParts {

  private static final int PART_MIN = 4096;
  private static final int PART_MAX = 1 << 20;

  /** The part of the pool's memory that a part takes at most. */
  private static final int POOL_SHARE = 64;

  /** The log grows by so many parts at a time: each time costs a sync. */
  private static final int PARTS_AHEAD = 4;

  private final WriteAheadLog log;
  private final int partSize;
  private final Consumer<Throwable> onFailure;
  private final long origin;

  /** Appends something when it is its turn; null while the user has the log for himself. */
  private @Nullable Consumer<Runnable> turn;

  private long count;
  private long room;

  /**
   * No parts yet.
   *
   * @param poolBytes what nodes may take in memory
   * @param onFailure is told if the log does not work any more
   * @param turn appends to the log between others; null if the user has it for himself
   */
  RedoParts(
      WriteAheadLog log,
      long poolBytes,
      Consumer<Throwable> onFailure,
      @Nullable Consumer<Runnable> turn) {
    this.log = log;
    this.turn = turn;
    this.onFailure = onFailure;
    partSize = (int) Math.max(PART_MIN, Math.min(PART_MAX, poolBytes / POOL_SHARE));
    origin = log.endPosition();
  }

  /** From now on the user has the log for himself. */
  void hasLog() {
    turn = null;
  }

  /** What the parts have in common, and nobody else's: where in the log they begin. */
  long origin() {
    return origin;
  }

  /** How many were written. */
  long count() {
    return count;
  }

  /** Whether there is enough for a part. */
  boolean isEnough(ByteBuilder redo) {
    return redo.length() >= partSize;
  }

  /**
   * Writes what stands behind the room for a batch's header, and takes it away.
   *
   * @throws org.pydb.engine.error.DiskFullException if the log has no room; it is none the worse
   */
  void write(ByteBuilder redo) {
    int from = Redo.BATCH_HEADER;
    while (from < redo.length()) {
      int to = Math.min(redo.length(), from + partSize);
      // The header stands over what was written before.
      Bytes.putLong(redo.array(), from - Redo.PART_HEADER, origin);
      append(redo.array(), from - Redo.PART_HEADER, to);
      from = to;
    }
    redo.truncate(Redo.BATCH_HEADER);
  }

  private void append(byte[] bytes, int from, int to) {
    long size = log.frameSize(to - from);
    try {
      makeRoom(size);
      Consumer<Runnable> waiting = turn;
      Runnable append = () -> log.append(Redo.PART_FRAME, bytes, from, to - from);
      if (waiting == null) {
        append.run();
      } else {
        waiting.accept(append);
      }
      count++;
      log.syncSoon(); // So that little is left to sync at the end.
    } catch (DiskFullException | DatabaseClosedException e) {
      throw e; // The log goes on without these parts.
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
      throw e;
    }
  }

  private void makeRoom(long size) {
    if (room < size) {
      room = PARTS_AHEAD * size;
      try {
        log.reserve(room, BatchLog.SLOTS_FOR_FREEING);
      } catch (DiskFullException e) {
        room = size; // There may still be room for less.
        log.reserve(room, BatchLog.SLOTS_FOR_FREEING);
      }
    }
    room -= size;
  }
}
