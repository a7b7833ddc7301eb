package org.pydb.engine.vfs;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits that an interrupt does not end; the thread stays interrupted. Stateless. */
final class Uninterruptibly {

  private Uninterruptibly() {}

  /** A call that waits. */
  private interface Waiting<T> {
    T await() throws InterruptedException, ExecutionException;
  }

  /** Waits for the end of a thread. */
  static void join(Thread thread) {
    try {
      boolean unused =
          await(
              () -> {
                thread.join();
                return true;
              });
    } catch (ExecutionException e) {
      throw new AssertionError("a thread's end has no result", e);
    }
  }

  /** Waits for a result. */
  static <T> T get(Future<T> future) throws ExecutionException {
    return await(future::get);
  }

  private static <T> T await(Waiting<T> waiting) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
