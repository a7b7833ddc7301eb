package org.pydb.engine.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * How many rows of each table were changed by committed transactions since the database was opened,
 * or since somebody last looked. Kept in memory only: it says when statistics are out of date, and
 * nothing depends on it. Thread-safe.
 */
public final class ChangeCounts {

  /** The changes of one table. */
  static final class Counter {
    private final AtomicLong changes = new AtomicLong();

    /** With so many changes the listener is told, once. */
    private volatile long limit = Long.MAX_VALUE;
  }

  private final Map<Integer, Counter> counters = new ConcurrentHashMap<>();
  private volatile IntConsumer listener = tableId -> {};
  private volatile long firstLimit = Long.MAX_VALUE;

  /** No changes yet, and nobody who is told. */
  public ChangeCounts() {}

  /**
   * Has somebody told when a table has seen many changes: by the thread that commits, so it must
   * not take long.
   *
   * @param newFirstLimit how many are many, for tables for which nothing else {@link #reset} says
   */
  public void listen(long newFirstLimit, IntConsumer newListener) {
    listener = newListener;
    firstLimit = newFirstLimit;
    counters.values().forEach(counter -> counter.limit = newFirstLimit);
  }

  /** How many rows of a table were changed since the last {@link #reset}. */
  public long of(int tableId) {
    Counter counter = counters.get(tableId);
    return counter == null ? 0 : counter.changes.get();
  }

  /**
   * Counts anew.
   *
   * @param seen as many changes are known, and taken off
   * @param limit with so many more the listener is told
   */
  public void reset(int tableId, long seen, long limit) {
    Counter counter = counter(tableId);
    counter.changes.addAndGet(-seen);
    counter.limit = limit;
  }

  Counter counter(int tableId) {
    Counter counter = counters.get(tableId);
    return counter != null ? counter : counters.computeIfAbsent(tableId, id -> newCounter());
  }

  private Counter newCounter() {
    Counter counter = new Counter();
    counter.limit = firstLimit;
    return counter;
  }

  void add(int tableId, long count) {
    Counter counter = counter(tableId);
    if (counter.changes.addAndGet(count) >= counter.limit) {
      counter.limit = Long.MAX_VALUE;
      listener.accept(tableId);
    }
  }
}
