package org.pydb.calcite.exec.parallel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that help the queries of one database: as many as there are cores, made when they are
 * first needed and gone when they have been idle for a while. Thread-safe.
 *
 * <p>Nothing waits for a thread of the pool to be free: the thread that runs a query does all that
 * nobody else has begun. So queries cannot block each other, however many there are, and tasks that
 * see others {@linkplain #isAwaited waiting} go behind them, a morsel at a time.
 */
public final class WorkerPool implements AutoCloseable {
  private static final int THREADS_MIN = 4;
  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor threads;

  /**
   * A pool without threads.
   *
   * @param name of the database, for the names of threads
   */
  public WorkerPool(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "pydb-worker-" + number.incrementAndGet() + " " + name);
          thread.setDaemon(true);
          return thread;
        };
    int size = Math.max(THREADS_MIN, Parallelism.cores());
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Has a task run, soon or later; dropped if the pool is closed. */
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Takes a task back that has not begun. */
  public void remove(Runnable task) {
    threads.remove(task);
  }

  /** Whether tasks wait for a thread. */
  public boolean isAwaited() {
    return !threads.getQueue().isEmpty();
  }

  /** Lets the threads end. What runs is finished; what has not begun never does. */
  @Override
  public void close() {
    threads.getQueue().clear();
    threads.shutdown(); // Without interrupts: they would hit whoever reads a file.
  }
}
