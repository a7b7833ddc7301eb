package org.pydb.engine.wal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.pydb.engine.error.EngineException;

/**
 * Syncs the log in the background, some time after somebody wrote to it who does not wait for that.
 * Thread-safe.
 *
 * <p>The pause lets many commits share a sync. It bounds what they may lose in time; {@link
 * WriteAheadLog#UNSYNCED_MAX} bounds it in bytes.
 */
final class LateSync {

  /** How long the background waits before it syncs. */
  static final long PAUSE_MILLIS = 100;

  private final LogSync sync;
  private final Executor executor;
  private final AtomicBoolean ordered = new AtomicBoolean();

  LateSync(LogSync sync, Executor executor) {
    this.sync = sync;
    this.executor = executor;
  }

  /** Has everything that is in the log now synced soon. */
  void order() {
    if (ordered.getAndSet(true)) {
      return;
    }
    Thread writer = Thread.currentThread();
    try {
      executor.execute(() -> run(writer));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ordered.set(false);
      sync.sync();
    }
  }

  /** An executor that has no threads of its own must not hold up its caller. */
  private void run(Thread writer) {
    if (Thread.currentThread() != writer) {
      LockSupport.parkNanos(this, PAUSE_MILLIS * 1_000_000);
    }
    ordered.set(false); // Who writes from now on may be too late for this sync.
    try {
      sync.sync();
    } catch (EngineException e) {
      return; // The log has failed, or is closed: who commits next is told.
    }
  }
}
