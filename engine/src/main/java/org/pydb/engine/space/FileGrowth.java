package org.pydb.engine.space;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;

/**
 * Makes the data file longer, ahead of need, by filling it with zeros. So the medium has given its
 * blocks before anything is placed there, and a full disk shows before a commit is accepted, not
 * when a checkpoint writes what was accepted long ago. Thread-safe.
 */
public final class FileGrowth {

  /** Pages by which a small file grows. */
  private static final long STEP_MIN = 32;

  private static final long STEP_MAX = 1024;

  /** A file grows by this part of it. */
  private static final long STEP_SHARE = 16;

  private static final int ZEROS = 16;

  private final PageFile file;
  private final Executor executor;

  /** Held while the file grows or is cut. */
  private final ReentrantLock lock = new ReentrantLock();

  private final AtomicBoolean ordered = new AtomicBoolean();

  /** How many pages the file has on its medium. Written under the lock. */
  private volatile long pages;

  /** Whether the file could not grow when it was last tried; then nothing is made ahead. */
  private volatile boolean diskFull;

  /**
   * The growth of a file.
   *
   * @param pages how many it has
   * @param executor runs growth ahead of need
   */
  public FileGrowth(PageFile file, long pages, Executor executor) {
    this.file = file;
    this.pages = pages;
    this.executor = executor;
  }

  /** How many pages the file has. */
  long pages() {
    return pages;
  }

  /**
   * Makes the file at least so long.
   *
   * @throws DiskFullException if there is no room; the file is none the worse for it
   */
  void ensure(long wanted) {
    lock.lock();
    try {
      if (pages < wanted) {
        grow(wanted);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the file longer in the background if it will soon have less than so many pages. */
  void order(long wanted) {
    if (pages >= wanted + step() / 2 || diskFull || ordered.getAndSet(true)) {
      return;
    }
    try {
      executor.execute(() -> deliver(wanted + step()));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ordered.set(false); // Then it grows when it must.
    }
  }

  private void deliver(long wanted) {
    try {
      ensure(wanted);
    } catch (EngineException e) {
      return; // Who needs the room will be told.
    } finally {
      ordered.set(false);
    }
  }

  /**
   * Cuts the file.
   *
   * @param limit is given what sets the new length, and gives back what it has set
   */
  void cut(ToLongFunction<LongConsumer> limit) {
    lock.lock();
    try {
      long before = pages;
      long end = limit.applyAsLong(wanted -> pages = Math.min(before, wanted));
      if (end < before) {
        file.truncate(end);
        diskFull = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private long step() {
    return Math.max(STEP_MIN, Math.min(STEP_MAX, pages / STEP_SHARE));
  }

  /** Grows by a step if there is room for one, else by what is wanted. */
  private void grow(long wanted) {
    long before = pages;
    long reached = before;
    long end = Math.max(wanted, before + step());
    byte[] zeros = new byte[ZEROS * PageLayout.PAGE_SIZE];
    try {
      while (reached < end) {
        int count = (int) Math.min(ZEROS, end - reached);
        file.fill(reached, zeros, count);
        reached += count;
      }
      diskFull = false;
    } catch (DiskFullException e) {
      diskFull = true;
      end = reached >= wanted ? reached : before;
      giveBack(end);
      if (reached < wanted) {
        throw e;
      }
    }
    pages = end;
  }

  /** Leaves to others the room that was not enough. */
  private void giveBack(long end) {
    try {
      file.truncate(end);
    } catch (EngineException e) {
      return; // Then the next attempt finds it taken already.
    }
  }
}
