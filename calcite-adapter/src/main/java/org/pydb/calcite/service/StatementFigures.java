package org.pydb.calcite.service;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.system.SystemState.EndedStatement;

/**
 * What the executions of one statement have taken so far. Thread-safe.
 *
 * <p>Counting takes no lock, and memory only when the first of some sessions comes: each has one of
 * a few rows of counters, by its number. So sessions that run the same statement on several
 * processors mostly do not take a cache line from each other. Who reads the figures while others
 * count may meet a call without its time.
 */
final class StatementFigures {
  private static final int STRIPES = 8;

  /** A stripe has more than it needs, so that no other object shares its cache lines. */
  private static final int STRIPE_LENGTH = 16;

  private static final int CALLS = 4;
  private static final int NANOS = 5;
  private static final int NANOS_MAX = 6;
  private static final int ROWS = 7;
  private static final int LAST_MICROS = 8;

  private final StatementShape shape;
  private final AtomicReferenceArray<@Nullable AtomicLongArray> stripes =
      new AtomicReferenceArray<>(STRIPES);
  private volatile boolean isDropped;

  StatementFigures(StatementShape shape) {
    this.shape = shape;
  }

  StatementShape shape() {
    return shape;
  }

  /**
   * Counts an execution that has ended.
   *
   * @param session the number of who ran it
   * @param micros when it began
   */
  void count(int session, long nanos, long rows, long micros) {
    AtomicLongArray own = stripe(session & (STRIPES - 1));
    own.getAndIncrement(CALLS);
    own.getAndAdd(NANOS, nanos);
    if (rows != 0) {
      own.getAndAdd(ROWS, rows);
    }
    if (nanos > own.getPlain(NANOS_MAX)) {
      own.accumulateAndGet(NANOS_MAX, nanos, Math::max);
    }
    own.setRelease(LAST_MICROS, micros);
  }

  private AtomicLongArray stripe(int number) {
    AtomicLongArray stripe = stripes.getAcquire(number);
    if (stripe == null) {
      boolean isFirst = stripes.compareAndSet(number, null, new AtomicLongArray(STRIPE_LENGTH));
      stripe = stripes.get(number);
      assert stripe != null : "set by somebody, be it " + isFirst;
    }
    return stripe;
  }

  /** When it was run last, in microseconds since 1970. */
  long lastMicros() {
    long last = 0;
    for (int i = 0; i < STRIPES; i++) {
      AtomicLongArray stripe = stripes.get(i);
      last = stripe == null ? last : Math.max(last, stripe.get(LAST_MICROS));
    }
    return last;
  }

  /** Nobody will ask for these any more: count elsewhere. */
  void drop() {
    isDropped = true;
  }

  boolean isDropped() {
    return isDropped;
  }

  /** All that was counted. */
  EndedStatement sum() {
    long calls = 0;
    long nanos = 0;
    long nanosMax = 0;
    long rows = 0;
    for (int i = 0; i < STRIPES; i++) {
      AtomicLongArray stripe = stripes.get(i);
      if (stripe != null) {
        calls += stripe.get(CALLS);
        nanos += stripe.get(NANOS);
        nanosMax = Math.max(nanosMax, stripe.get(NANOS_MAX));
        rows += stripe.get(ROWS);
      }
    }
    return new EndedStatement(
        shape.textWithoutLiterals(), calls, nanos, nanosMax, rows, lastMicros());
  }
}
