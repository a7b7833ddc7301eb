package org.pydb.engine.crash;

import java.util.concurrent.TimeUnit;

/** Prints from time to time how far a long test has come. Not thread-safe. */
final class Progress {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final String test;
  private final long begin = System.nanoTime();
  private long last = begin;

  Progress(String test) {
    this.test = test;
  }

  /**
   * So much is done.
   *
   * @param count of how many; 0 if nobody knows
   */
  void done(long done, long count, String what) {
    long now = System.nanoTime();
    if (now - last < EVERY_NANOS) {
      return;
    }
    last = now;
    System.out.printf(
        "%s: %,d%s %s after %,d s%n",
        test,
        done,
        count == 0 ? "" : String.format(" of %,d", count),
        what,
        TimeUnit.NANOSECONDS.toSeconds(now - begin));
  }
}
