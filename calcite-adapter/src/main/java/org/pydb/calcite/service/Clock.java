package org.pydb.calcite.service;

import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time, and alarms. Thread-safe. */
final class Clock {
  private static final ScheduledThreadPoolExecutor ALARMS = alarms();

  private Clock() {}

  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "pydb-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Microseconds since 1970-01-01 00:00:00 UTC. */
  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  /** Runs an action after so many milliseconds, unless it is cancelled before. */
  static ScheduledFuture<?> after(long millis, Runnable action) {
    return ALARMS.schedule(action, millis, TimeUnit.MILLISECONDS);
  }
}
