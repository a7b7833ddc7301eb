package org.pydb.examples.benchmarks.latency;

import java.util.Arrays;

/** How long each of many operations took. Used by one thread at a time. */
final class Latencies {
  private long[] nanos = new long[1 << 19]; // Enough mostly: growing would show as a latency.
  private int count;

  void add(long nanosOfOne) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = nanosOfOne;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  int count() {
    return count;
  }

  /**
   * The least latency, in microseconds, that this share of the operations did not exceed: one of
   * those that were measured.
   */
  double micros(double share) {
    if (count == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    Arrays.sort(nanos, 0, count);
    int rank = (int) Math.ceil(share * count);
    return nanos[Math.max(rank, 1) - 1] / 1e3;
  }
}
