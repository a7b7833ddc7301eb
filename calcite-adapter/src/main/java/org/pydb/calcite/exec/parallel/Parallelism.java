package org.pydb.calcite.exec.parallel;

import org.jspecify.annotations.Nullable;

/**
 * How many threads a query may use, its own included. Immutable; thread-safe.
 *
 * @param pool where the others come from; null if there are none
 * @param threadsMax how many at most
 * @param rowsMin scans that expect fewer rows are left to one thread
 */
public record Parallelism(@Nullable WorkerPool pool, int threadsMax, long rowsMin) {

  /** One thread. */
  public static final Parallelism NONE = new Parallelism(null, 1, Long.MAX_VALUE);

  /** With fewer rows, waking other threads costs about as much as they save. */
  public static final long ROWS_MIN = 20_000;

  /** The most threads that a query can be given. */
  public static final int THREADS_MAX = 256;

  /** Where each row is looked up in other tables, so many times fewer of them are much. */
  private static final long LOOK_UPS = 10;

  /** With how many rows several threads pay off, if they are looked up in other tables or not. */
  public static long rowsMin(long ofScans, boolean hasLookUps) {
    return hasLookUps ? ofScans / LOOK_UPS : ofScans;
  }

  /** The same for steps that look each row up in other tables. */
  public Parallelism forLookUps() {
    return new Parallelism(pool, threadsMax, rowsMin(rowsMin, true));
  }

  /** As many threads as there are cores. */
  public static int cores() {
    return Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
  }
}
