package org.pydb.jdbc.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task later: on a thread of its own, or when a test says so. */
@FunctionalInterface
interface Delay {

  /** On daemon threads: a database that lingers keeps no JVM alive. */
  Delay BY_DAEMON = Delay::onDaemon;

  void run(Duration after, Runnable task);

  private static void onDaemon(Duration after, Runnable task) {
    CompletableFuture.delayedExecutor(after.toNanos(), TimeUnit.NANOSECONDS, Delay::start)
        .execute(task);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "pydb-linger");
    thread.setDaemon(true);
    thread.start();
  }
}
