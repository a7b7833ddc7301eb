package org.pydb.examples.benchmarks.measure;

import java.util.Arrays;

/** Times operations. */
public final class Timer {

  /** Something to be repeated. */
  @FunctionalInterface
  public interface Operation {

    /**
     * Does it.
     *
     * @param i how often it was done before, in this round
     */
    void run(int i) throws Exception;
  }

  private Timer() {}

  /** Microseconds an operation, over {@code count} of them. */
  public static double microsEach(int count, Operation operation) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      operation.run(i);
    }
    return (System.nanoTime() - start) / 1e3 / count;
  }

  /**
   * Microseconds of the middle one of {@code count} operations: what waits for a disk is now and
   * then a hundred times as slow as mostly, whoever waits.
   */
  public static double medianMicros(int count, Operation operation) throws Exception {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      operation.run(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[count / 2] / 1e3;
  }

  /** Microseconds an operation, over as many as fit into {@code millis}; at least one. */
  public static double microsEachFor(long millis, Operation operation) throws Exception {
    long start = System.nanoTime();
    long end = start + millis * 1_000_000;
    int count = 0;
    long now = start;
    // The clock is asked once in 64 operations, or once in each if they are long.
    int stride = 1;
    while (now < end) {
      for (int i = 0; i < stride; i++) {
        operation.run(count++);
      }
      now = System.nanoTime();
      stride = (now - start) / count < 100_000 ? 64 : 1;
    }
    return (now - start) / 1e3 / count;
  }
}
