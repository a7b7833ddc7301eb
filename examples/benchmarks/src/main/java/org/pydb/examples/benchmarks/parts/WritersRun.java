package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.PanelChart;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Writers that come at once, each of whom wants every write durable: they share syncs. */
final class WritersRun {
  private static final List<Integer> WRITERS = List.of(1, 2, 4, 8, 16);
  private static final List<Contender> CONTENDERS =
      List.of(Contender.BTREE, Contender.SKIP_LIST_LOG, Contender.LSM);
  private static final long MEMORY_BYTES = 8 << 20;

  /** What came out: writes a second, and writes a sync. */
  private record Found(double perSecond, double perSync) {}

  private WritersRun() {}

  /**
   * Measures and reports.
   *
   * @param writes of each writer
   */
  static void run(Path databases, int writes, Report report) throws IOException {
    TextTable table =
        new TextTable("writers", "engine", "durable writes a second", "writes a sync");
    List<PanelChart.Panel> panels = new ArrayList<>();
    for (Contender contender : CONTENDERS) {
      List<PanelChart.Bar> rates = new ArrayList<>();
      List<PanelChart.Bar> shares = new ArrayList<>();
      for (int writers : WRITERS) {
        Found found = measure(contender, writers, writes, databases);
        String label = writers + (writers == 1 ? " writer" : " writers");
        rates.add(new PanelChart.Bar(label, found.perSecond, contender.style()));
        shares.add(new PanelChart.Bar(label, found.perSync, contender.style()));
        String rate = Numbers.format(found.perSecond);
        table.add(label, contender.name(), rate, Numbers.format(found.perSync));
        report.say("  " + contender.name() + ": " + label + ", " + rate + " a second");
      }
      panels.add(new PanelChart.Panel(contender.name() + ": durable writes a second", rates));
      panels.add(new PanelChart.Panel(contender.name() + ": writes a sync", shares));
    }
    String title = "Writers that come at once: longer is better";
    Publication.publish(report, "parts-writers", table, title, PanelChart.draw(title, panels));
  }

  private static Found measure(Contender contender, int writers, int writes, Path parent) {
    Path directory = Directories.create(parent, "writers");
    CountingVfs disk = new CountingVfs(contender.files().place(directory));
    try (Background background = new Background();
        KeyValueStore store =
            KeyValueStore.open(Trial.options(contender, disk, MEMORY_BYTES, background))) {
      Counts before = disk.counts();
      long begin = System.nanoTime();
      write(store, writers, writes);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Counts counts = disk.counts().minus(before);
      double all = (double) writers * writes;
      check(store, writers * writes);
      return new Found(all / seconds, all / counts.syncs());
    } finally {
      Directories.remove(directory);
    }
  }

  private static void write(KeyValueStore store, int writers, int writes) {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int from = writer * writes;
        running.add(threads.submit(() -> writeAll(store, from, from + writes)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("a writer failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private static void writeAll(KeyValueStore store, int from, int to) {
    for (int entry = from; entry < to; entry++) {
      store.set(DataSet.key(entry), new byte[DataSet.VALUE_BYTES]);
    }
  }

  private static void check(KeyValueStore store, int count) {
    int found = 0;
    try (EntryCursor cursor = store.scan()) {
      while (cursor.next()) {
        found++;
      }
    }
    if (found != count) {
      throw new AssertionError(count + " entries expected, " + found + " found");
    }
  }
}
