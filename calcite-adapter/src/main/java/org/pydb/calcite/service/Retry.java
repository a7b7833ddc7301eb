package org.pydb.calcite.service;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.pydb.calcite.api.SqlError;

/**
 * Runs statements that are their own transaction again when what they read has changed: the user
 * has seen nothing of the first run, so the second is as good. Stateless.
 */
final class Retry {

  /** Runs in all, before the conflict is reported. */
  private static final int RUNS_MAX = 1000;

  /** Runs that follow at once; later ones wait a little, so that not all come at the same time. */
  private static final int RUNS_AT_ONCE = 5;

  private static final int PAUSE_NANOS_MAX = 200_000;

  private Retry() {}

  /**
   * Runs a statement until it meets no conflict.
   *
   * @param execution ends it when it was cancelled or its time is up
   * @param statement begins, and ends, a transaction of its own
   */
  static <T> T onConflict(Execution execution, Supplier<T> statement) {
    for (int run = 1; ; run++) {
      execution.checkCanceled();
      try {
        return statement.get();
      } catch (SqlError e) {
        if (!e.state().equals("40001") || run == RUNS_MAX) {
          throw e;
        }
        if (run > RUNS_AT_ONCE) {
          LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(PAUSE_NANOS_MAX));
        }
      }
    }
  }
}
