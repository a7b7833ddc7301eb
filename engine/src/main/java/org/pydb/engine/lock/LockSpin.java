package org.pydb.engine.lock;

import java.util.concurrent.Semaphore;
import org.pydb.engine.vfs.Vfs;

/**
 * Keeps the first in a lock's queue awake for a moment: to wake a sleeping thread takes as long as
 * half a sync, and that would be lost for each change of a row that many want. The moment is about
 * the time of a commit. Only as many do so as there are processors to spare, and they yield to
 * whoever has work. Thread-safe.
 */
final class LockSpin {
  private static final long NANOS_MAX = 250_000;

  private final Vfs.VfsClock clock;
  private final Semaphore processors =
      new Semaphore(Runtime.getRuntime().availableProcessors() / 2);

  LockSpin(Vfs.VfsClock clock) {
    this.clock = clock;
  }

  /** Returns when the lock was granted, or after a moment. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint is all that is wanted.
  void await(LockWaiter waiter) {
    if (!processors.tryAcquire()) {
      return;
    }
    try {
      long begin = clock.nanos();
      while (!waiter.isGranted() && clock.nanos() - begin < NANOS_MAX) {
        Thread.yield(); // Others may need the processor more.
      }
    } finally {
      processors.release();
    }
  }
}
