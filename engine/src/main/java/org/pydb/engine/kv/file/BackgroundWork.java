package org.pydb.engine.kv.file;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done beside writes, by one thread at a time, whenever somebody has ordered it.
 * Thread-safe.
 */
public final class BackgroundWork implements AutoCloseable {
  private final Executor executor;
  private final Runnable task;
  private final AtomicBoolean ordered = new AtomicBoolean();
  private final ReentrantLock running = new ReentrantLock();

  /** Guarded by {@link #running}: how many want nothing done. */
  private int pauses;

  private volatile boolean closing;
  private volatile @Nullable Throwable failure;

  /** Work that the executor does; the task does all that there is to do, and asks itself what. */
  public BackgroundWork(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Has the work done soon. An executor without threads does it now. */
  public void order() {
    if (closing || !ordered.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      ordered.set(false); // The next one to order it tries again.
    }
  }

  private void run() {
    running.lock();
    try {
      ordered.set(false);
      if (!closing && pauses == 0) {
        task.run();
        failure = null;
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = e; // Who waits for the work must not wait for ever.
      throw e;
    } finally {
      running.unlock();
    }
  }

  /** Waits for what is being done, and has nothing more done until {@link #resume}. */
  public void pause() {
    addPause(1);
  }

  /** Ends a pause; what was ordered meanwhile is done soon. */
  public void resume() {
    addPause(-1);
    order();
  }

  private void addPause(int more) {
    running.lock();
    try {
      pauses += more;
    } finally {
      running.unlock();
    }
  }

  /** What the work failed with last; null if it did not. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether the work shall end as soon as it can. */
  public boolean isClosing() {
    return closing;
  }

  /** Ends it, and waits for that. */
  @Override
  public void close() {
    closing = true;
    running.lock();
    try {
      ordered.set(true); // Nobody orders it any more.
    } finally {
      running.unlock();
    }
  }
}
