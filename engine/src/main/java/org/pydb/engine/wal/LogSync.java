package org.pydb.engine.wal;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.pydb.engine.vfs.VfsFile;

/**
 * Syncs the log's file, and knows how far the log is synced. Thread-safe.
 *
 * <p>One sync at a time. The system reports a failure to one of those who sync, and may let
 * another, at the same time, believe that all went well. Under the lock the first failure fails the
 * log before the next one asks; and who waited often finds that the sync it waited for began after
 * its own bytes were written, and needs none of its own.
 */
final class LogSync {
  private final VfsFile file;
  private final LogState state;

  /** The position up to which the log is written. */
  private final LongSupplier end;

  private final ReentrantLock lock = new ReentrantLock();

  /** Written under the lock. */
  private volatile long synced;

  LogSync(VfsFile file, LogState state, LongSupplier end) {
    this.file = file;
    this.state = state;
    this.end = end;
  }

  /** The position up to which the log is durable. */
  long position() {
    return synced;
  }

  /** How many bytes are written and not known to be durable. */
  long unsynced() {
    return end.getAsLong() - synced;
  }

  /** Does something while nobody syncs. */
  void whileStill(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Makes durable what is in the log now. */
  void sync() {
    long wanted = end.getAsLong();
    lock.lock();
    try {
      state.check();
      if (synced < wanted) {
        syncFile();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes durable what is in the file now, be it part of the log or not. */
  void syncAll() {
    lock.lock();
    try {
      state.check();
      syncFile();
    } finally {
      lock.unlock();
    }
  }

  private void syncFile() {
    assert lock.isHeldByCurrentThread();
    long covered = end.getAsLong();
    try {
      file.sync();
    } catch (RuntimeException | Error e) {
      throw state.fail(e);
    }
    synced = covered;
  }
}
