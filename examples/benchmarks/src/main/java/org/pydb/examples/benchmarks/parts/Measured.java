package org.pydb.examples.benchmarks.parts;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long the operations of a workload took, and what they moved. One client does one operation
 * after the other (a closed loop): while one waits, none queues behind it. Not thread-safe.
 */
final class Measured {
  private static final long NANOS_MAX = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final Histogram latencies = new Histogram(NANOS_MAX, DIGITS);
  private long nanos;
  private long userBytes;
  private Counts counts = new Counts(0, 0, 0);

  /** An operation. */
  void add(long nanosOfOne, long userBytesOfOne) {
    latencies.recordValue(Math.min(nanosOfOne, NANOS_MAX));
    nanos += nanosOfOne;
    userBytes += userBytesOfOne;
  }

  /** Time that belongs to all of them. */
  void addTime(long nanosOfAll) {
    nanos += nanosOfAll;
  }

  /** What went to and from files meanwhile. */
  void setCounts(Counts newCounts) {
    counts = newCounts;
  }

  double perSecond() {
    return latencies.getTotalCount() * 1e9 / nanos;
  }

  /** The latency that this share of the operations did not exceed; 1 for the longest of all. */
  double micros(double share) {
    return latencies.getValueAtPercentile(share * 100) / 1e3;
  }

  /** Bytes read from files beside those asked for. */
  double readAmplification() {
    return (double) counts.read() / userBytes;
  }

  /** How many operations shared a sync. */
  double perSync() {
    return (double) latencies.getTotalCount() / counts.syncs();
  }
}
