package org.pydb.examples.benchmarks.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.BarChart;
import org.pydb.examples.benchmarks.report.Numbers;

/**
 * A line of the table: clients who commit at the same time, each in a thread of its own, and how
 * long they waited, in all rounds.
 */
final class Line {
  private final String name;
  private final @Nullable PeerDatabase database;
  private final List<Client> clients;
  private final Latencies latencies = new Latencies();
  private double seconds;
  private int checkpoints;

  /**
   * A line.
   *
   * @param database whose checkpoints are counted; null for what has none
   */
  Line(String name, @Nullable PeerDatabase database, List<Client> clients) {
    this.name = name;
    this.database = database;
    this.clients = clients;
  }

  /** Lets them commit for a while that does not count. */
  void warmUp(long millis) throws Exception {
    together(millis);
  }

  /** Lets them commit for a while. */
  void round(long millis) throws Exception {
    if (database == null) {
      measure(millis);
      return;
    }
    try (CheckpointWatch watch = CheckpointWatch.begin(database)) {
      measure(millis);
      checkpoints += watch.end();
    }
  }

  private void measure(long millis) throws Exception {
    long start = System.nanoTime();
    List<Latencies> all = together(millis);
    seconds += (System.nanoTime() - start) / 1e9;
    all.forEach(latencies::addAll);
  }

  private List<Latencies> together(long millis) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      List<Callable<Latencies>> tasks = new ArrayList<>();
      for (Client client : clients) {
        Latencies own = new Latencies();
        tasks.add(() -> repeat(client, millis, own));
      }
      List<Latencies> all = new ArrayList<>();
      for (Future<Latencies> task : threads.invokeAll(tasks)) {
        all.add(task.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private static Latencies repeat(Client client, long millis, Latencies latencies)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long after;
    do {
      client.prepare();
      long before = System.nanoTime();
      client.commit();
      after = System.nanoTime();
      latencies.add(after - before);
    } while (after < end);
    return latencies;
  }

  /** Name, commits a second, checkpoints, and latencies in microseconds. */
  String[] cells() {
    return new String[] {
      name,
      Numbers.format(latencies.count() / seconds),
      database == null ? "" : String.valueOf(checkpoints),
      Numbers.format(latencies.micros(0.5)),
      Numbers.format(latencies.micros(0.99)),
      Numbers.format(latencies.micros(0.999)),
      Numbers.format(latencies.micros(1))
    };
  }

  /** The latency that this share of the commits did not exceed, as a bar. */
  BarChart.Bar bar(double share) {
    boolean isOurs = database != null && database.peer().name().equals(Peers.PYDB);
    return new BarChart.Bar(name, latencies.micros(share), isOurs);
  }
}
