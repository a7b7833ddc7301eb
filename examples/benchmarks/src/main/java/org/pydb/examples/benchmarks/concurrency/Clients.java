package org.pydb.examples.benchmarks.concurrency;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lets clients run at the same time for a while. Stateless. */
final class Clients {

  /**
   * What came out.
   *
   * @param rates how often each client did its work, in a second
   * @param longestMillis the longest that a client took for it once
   * @param failures how often it failed and was done again
   * @param done how often it was done by all
   */
  record Outcome(List<Double> rates, double longestMillis, int failures, long done) {

    /** All rates from one client on together. */
    double rateFrom(int first) {
      return rates.subList(first, rates.size()).stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private record One(long done, long nanos, long longestNanos, int failures) {}

  private Clients() {}

  /** Runs them all, each in a thread of its own, for so long. */
  static Outcome run(long millis, List<Client> clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    CountDownLatch ready = new CountDownLatch(clients.size());
    try {
      List<Callable<One>> tasks = new ArrayList<>();
      for (Client client : clients) {
        tasks.add(
            () -> {
              ready.countDown();
              ready.await();
              return loop(millis, client);
            });
      }
      List<Double> rates = new ArrayList<>();
      long longest = 0;
      int failures = 0;
      long done = 0;
      for (Future<One> task : threads.invokeAll(tasks)) {
        One one = task.get();
        rates.add(one.done() * 1e9 / one.nanos());
        longest = Math.max(longest, one.longestNanos());
        failures += one.failures();
        done += one.done();
      }
      return new Outcome(rates, longest / 1e6, failures, done);
    } finally {
      threads.shutdown();
    }
  }

  private static One loop(long millis, Client client) throws Exception {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long done = 0;
    long longest = 0;
    int failures = 0;
    long before = start;
    while (before < end) {
      try {
        client.run();
        done++;
      } catch (SQLException e) {
        if (!isConflict(e)) {
          throw e;
        }
        failures++;
      }
      long now = System.nanoTime();
      longest = Math.max(longest, now - before);
      before = now;
    }
    return new One(done, before - start, longest, failures);
  }

  /** Somebody else was in the way: Derby and HSQLDB say 40…, H2 HYT00, SQLite that it is busy. */
  private static boolean isConflict(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("40")
        || state.equals("HYT00")
        || String.valueOf(e.getMessage()).contains("SQLITE_BUSY");
  }
}
