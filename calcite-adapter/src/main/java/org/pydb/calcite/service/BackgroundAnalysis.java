package org.pydb.calcite.service;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.Database;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Durability;
import org.pydb.engine.table.Isolation;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.TransactionOptions;

/**
 * Analyzes tables by itself, some time after a share of their rows has changed. Thread-safe.
 *
 * <p>Whoever commits says which table it is, and goes on. A thread that is made then, and ends when
 * nothing is left to do, takes one table after the other, each with a bounded amount of work; it
 * rests for twenty times as long as it worked, so it takes a twentieth of one processor at most.
 * Nothing waits for it, and nothing depends on it: if an analysis fails, the old estimates stay.
 */
final class BackgroundAnalysis implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("org.pydb");

  /** Changes of a table without rows after which it is looked at. */
  static final long CHANGES_MIN = 1_000;

  /** The share of a table's rows after whose change it is looked at. */
  private static final double CHANGED_SHARE = 0.2;

  /** Those who change something change more, as a rule: it is looked at when they have done so. */
  private static final long REST_NANOS_MIN = 200_000_000;

  private static final long REST_NANOS_MAX = 10_000_000_000L;
  private static final int REST_FACTOR = 20;
  private static final long JOIN_MILLIS = 10_000;

  private final Database engine;
  private final Statistics statistics;
  private final long bytesMax;
  private final boolean isOn;
  private final ReentrantLock lock = new ReentrantLock();

  /** The ids of tables to look at; guarded by the lock. */
  private final Set<Integer> waiting = new LinkedHashSet<>();

  /** Who looks at them, or null if nobody does; guarded by the lock. */
  private @Nullable Thread worker;

  private volatile boolean closed;

  /**
   * Begins to watch a database.
   *
   * @param isOn whether tables are analyzed; else changes only make plans be made anew
   * @param bytesMax the memory that an analysis may take
   */
  BackgroundAnalysis(Database engine, Statistics statistics, boolean isOn, long bytesMax) {
    this.engine = engine;
    this.statistics = statistics;
    this.isOn = isOn;
    this.bytesMax = bytesMax;
    engine.changeCounts().listen(CHANGES_MIN, this::changed);
  }

  /** A table has seen many changes. */
  private void changed(int tableId) {
    statistics.moved();
    if (isOn) {
      add(tableId);
    } else {
      reset(tableId, engine.changeCounts().of(tableId));
    }
  }

  private void add(int tableId) {
    lock.lock();
    try {
      if (!closed) {
        waiting.add(tableId);
        if (worker == null) {
          worker = new Thread(this::work, "pydb-statistics");
          worker.setDaemon(true);
          worker.start();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    long rest = REST_NANOS_MIN;
    for (Integer table = rest(rest); table != null; table = rest(rest)) {
      long begin = System.nanoTime();
      try {
        analyze(table);
      } catch (RuntimeException | OutOfMemoryError e) {
        if (!closed) {
          LOGGER.log(System.Logger.Level.DEBUG, "the statistics of table {0} stay old", table, e);
        }
      }
      long worked = System.nanoTime() - begin;
      rest = Math.max(REST_NANOS_MIN, Math.min(REST_NANOS_MAX, REST_FACTOR * worked));
    }
  }

  /** Rests, then gives the next table; null, and the thread's end, if there is none. */
  private @Nullable Integer rest(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    lock.lock();
    try {
      if (closed || waiting.isEmpty()) {
        worker = null;
        return null;
      }
      Integer next = waiting.iterator().next();
      waiting.remove(next);
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void analyze(int tableId) {
    TransactionOptions options =
        new TransactionOptions(Isolation.READ_COMMITTED, false, 1, "automatic analysis");
    long changes = engine.changeCounts().of(tableId);
    try (Transaction own = engine.begin(options)) {
      TableDefinition table = own.catalog().table(tableId);
      if (table != null) {
        own.beginStatement("ANALYZE " + table.qualifiedName());
        Analysis.store(engine, own, table, Analysis.allColumns(table), this::checkOpen, bytesMax);
        own.endStatement();
        own.commit(Durability.RELAXED);
      }
    } finally {
      reset(tableId, changes);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new EngineException("the database is being closed");
    }
  }

  /** Counts the changes of a table from here on. */
  private void reset(int tableId, long seen) {
    long rowCount = engine.rowCount(tableId);
    long limit = Math.max(CHANGES_MIN, (long) (CHANGED_SHARE * rowCount));
    engine.changeCounts().reset(tableId, seen, limit);
  }

  /** Ends what goes on, and waits until it has ended. */
  @Override
  public void close() {
    Thread last;
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      last = worker;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      LockSupport.unpark(last);
      join(last);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
