package org.pydb.engine.txn;

import org.pydb.engine.vfs.Vfs;

/**
 * How long a batch whose turn has come waits for more commits. Guarded by the pipeline's lock, but
 * for the measuring of syncs.
 *
 * <p>When a batch is durable its clients wake up, and come back with their next commits some
 * microseconds later. If the next batch left at once, they would miss it: half of the clients would
 * always wait for the other half's sync. So it waits for as many as were under way together of
 * late, but no longer than a part of a sync; and if they do not come, it expects fewer next time.
 * With a single client nothing is ever waited for. (PostgreSQL's {@code commit_delay} is such a
 * wait, of a length that the user has to find.)
 */
final class CommitPatience {
  private static final long NANOS_MAX = 200_000;

  /** The wait is at most this part of a sync. */
  private static final int SYNC_SHARE = 2;

  /** Weight of the past in the average. */
  private static final int SMOOTHING = 8;

  private final Vfs.VfsClock clock;
  private int expected = 1;

  /** How long a sync takes, on average. Written by whoever syncs, one at a time. */
  private volatile long syncNanos;

  private boolean waits;
  private long deadline;

  CommitPatience(Vfs.VfsClock clock) {
    this.clock = clock;
  }

  /** Notes that so many commits are under way at the same time. */
  void sawUnderWay(int commits) {
    expected = Math.max(expected, commits);
  }

  /** How many commits a batch is to have. */
  int expected() {
    return expected;
  }

  /**
   * How long to wait still, in nanoseconds; 0 or less to go.
   *
   * @param taken commits of the batch
   */
  long nanosLeft(int taken) {
    if (taken >= expected) {
      return 0;
    }
    long now = clock.nanos();
    if (!waits) {
      waits = true;
      deadline = now + Math.min(syncNanos / SYNC_SHARE, NANOS_MAX);
    }
    return deadline - now;
  }

  /** The batch goes. */
  void go(int taken) {
    waits = false;
    if (taken < expected) {
      expected--;
    }
  }

  /** When a sync begins. */
  long beginSync() {
    return clock.nanos();
  }

  /** Notes how long the sync took that began then. */
  void endSync(long begin) {
    long average = syncNanos;
    syncNanos = average + (clock.nanos() - begin - average) / SMOOTHING;
  }
}
