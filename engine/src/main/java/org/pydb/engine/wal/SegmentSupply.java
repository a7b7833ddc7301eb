package org.pydb.engine.wal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.vfs.VfsFile;

/**
 * Makes the log's file longer, ahead of need. Thread-safe.
 *
 * <p>A slot is filled with zeros and synced before a segment may enter it. So the blocks of the
 * disk are there, a full disk shows before a commit has written anything, and the sync of a commit
 * has no changed size or block map to write, only its bytes.
 */
final class SegmentSupply {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private final VfsFile file;
  private final int segmentSize;
  private final SegmentTable table;
  private final LogSync sync;
  private final LogState state;
  private final Executor executor;

  /** Held while the file grows. */
  private final ReentrantLock growth = new ReentrantLock();

  /** Whether a spare slot has been ordered and not yet delivered. */
  private final AtomicBoolean ordered = new AtomicBoolean();

  /** Whether the disk was full when a slot was last wanted; then spares must wait. */
  private volatile boolean diskFull;

  SegmentSupply(
      VfsFile file,
      int segmentSize,
      SegmentTable table,
      LogSync sync,
      LogState state,
      Executor executor) {
    this.file = file;
    this.segmentSize = segmentSize;
    this.table = table;
    this.sync = sync;
    this.state = state;
    this.executor = executor;
  }

  /**
   * Makes sure that so many slots are free.
   *
   * @throws DiskFullException if the disk has no room; the log is none the worse for it
   */
  void ensure(int count) {
    if (table.freeCount() >= count) {
      return;
    }
    growth.lock();
    try {
      state.check();
      int missing = count - table.freeCount();
      if (missing > 0) {
        grow(missing);
      }
    } finally {
      growth.unlock();
    }
  }

  /** Has spare slots made in the background, if there are fewer than so many. */
  void orderSpare(int count) {
    if (table.freeCount() >= count || diskFull || ordered.getAndSet(true)) {
      return;
    }
    try {
      executor.execute(() -> deliverSpare(count));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ordered.set(false); // then it is made when it is needed
    }
  }

  /** Does something while the file does not grow. */
  void whileStill(Runnable action) {
    growth.lock();
    try {
      action.run();
    } finally {
      growth.unlock();
    }
  }

  private void deliverSpare(int count) {
    try {
      ensure(count);
    } catch (EngineException e) {
      return; // who needs the slot will be told: a full disk is tried again, the rest is for ever
    } finally {
      ordered.set(false);
    }
  }

  private void grow(int count) {
    assert growth.isHeldByCurrentThread();
    long from = (long) table.slotCount() * segmentSize;
    // Recovery may leave more than that, which is counted no more, but which frames have mentioned.
    long sizeBefore = file.size();
    try {
      fill(from, from + (long) count * segmentSize);
    } catch (DiskFullException e) {
      diskFull = true;
      giveBack(sizeBefore);
      throw e;
    } catch (RuntimeException | Error e) {
      throw state.fail(e);
    }
    sync.syncAll();
    diskFull = false;
    table.add(count);
  }

  private void fill(long from, long to) {
    for (long at = from; at < to; at += ZEROS.length) {
      file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, to - at));
    }
  }

  /** Leaves to others the room that was not enough for a slot. */
  private void giveBack(long size) {
    try {
      file.truncate(size);
    } catch (EngineException e) {
      return; // then the next attempt finds it taken already
    }
  }
}
