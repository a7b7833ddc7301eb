package org.pydb.examples.benchmarks.parts;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/** Threads for what a store does beside writes, and somebody who can wait until all is done. */
final class Background implements Executor, AutoCloseable {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "parts-background");
            thread.setDaemon(true);
            return thread;
          });

  /** The tasks that are not done, and one party more that waits for them. */
  private final Phaser tasks = new Phaser(1);

  @Override
  public void execute(Runnable task) {
    tasks.register();
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            tasks.arriveAndDeregister();
          }
        });
  }

  /** Waits until nothing is left to do. Nobody writes meanwhile. */
  void settle() {
    tasks.arriveAndAwaitAdvance();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
