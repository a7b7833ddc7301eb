package org.pydb.examples.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.kv.KeyValueOptions;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;

/**
 * Writes to a store on each engine, on the disk, reads, scans, and opens it again. Each does that
 * in small before, so that Java has compiled it.
 */
public final class MeasureEngines {
  private static final int ENTRIES = 50_000;
  private static final int VALUE_SIZE = 200;
  private static final long SEED = 1;

  private MeasureEngines() {}

  /** Put yours here. */
  private static Map<String, EngineFactory> engines() {
    Map<String, EngineFactory> engines = new LinkedHashMap<>();
    engines.put("one file", OneFileEngine.FACTORY);
    engines.put("B+tree", BTreeEngine.FACTORY);
    engines.put("log", LogEngine.FACTORY);
    engines.put("LSM tree", LsmEngine.FACTORY);
    return engines;
  }

  /**
   * Measures and prints.
   *
   * @param arguments where to make the stores; {@code target/lab} if nothing is given
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length == 0 ? "target/lab" : arguments[0]);
    Files.createDirectories(directory);
    run(Files.createTempDirectory(directory, "run"), System.out, ENTRIES);
  }

  /** What came out for one engine. */
  private record Figures(
      double syncedPerSecond,
      double relaxedPerSecond,
      double readsPerSecond,
      double scannedPerSecond,
      double snapshotMicros,
      double openingMillis,
      double megabytes) {}

  static void run(Path directory, PrintStream out, int entries) throws IOException {
    out.printf(
        "%,d entries of %d bytes, each written twice, in random order; in %s%n%n",
        entries, VALUE_SIZE, directory);
    Map<String, EngineFactory> engines = engines();
    List<Figures> all = new ArrayList<>();
    for (EngineFactory engine : engines.values()) {
      measure(directory.resolve(engine.name() + "-warm-up"), engine, entries / 2);
      all.add(measure(directory.resolve(engine.name()), engine, entries));
    }
    Table table = new Table(out, "", List.copyOf(engines.keySet()));
    table.row("synced writes a second", "%,.0f", column(all, Figures::syncedPerSecond));
    table.row("relaxed writes a second", "%,.0f", column(all, Figures::relaxedPerSecond));
    table.row("reads a second", "%,.0f", column(all, Figures::readsPerSecond));
    table.row("entries scanned a second", "%,.0f", column(all, Figures::scannedPerSecond));
    table.row("a snapshot and a read, µs", "%,.0f", column(all, Figures::snapshotMicros));
    table.row("an opening, ms", "%,.0f", column(all, Figures::openingMillis));
    table.row("MB of files before it", "%,.1f", column(all, Figures::megabytes));
  }

  private static List<Double> column(List<Figures> all, Function<Figures, Double> figure) {
    return all.stream().map(figure).toList();
  }

  private static Figures measure(Path directory, EngineFactory engine, int entries)
      throws IOException {
    Files.createDirectories(directory);
    KeyValueOptions options =
        KeyValueOptions.at(directory.resolve("store")).withEngine(engine).withMemoryBytes(64 << 20);
    double synced;
    double relaxed;
    double reads;
    double scanned;
    double snapshots;
    try (KeyValueStore store = KeyValueStore.open(options)) {
      relaxed = perSecond(2 * entries, i -> write(store, i % entries, Durability.RELAXED));
      store.sync();
      synced = perSecond(entries / 100, i -> write(store, i, Durability.SYNCED));
      Random random = new Random(SEED);
      reads = perSecond(entries, i -> check(store.get(key(random.nextInt(entries)))));
      scanned = perSecond(entries, scanOf(store, entries));
      snapshots = perSecond(100, i -> readInSnapshot(store, i));
    }
    double megabytes = bytesOf(directory) / 1e6;
    double opening = perSecond(1, i -> KeyValueStore.open(options).close());
    return new Figures(synced, relaxed, reads, scanned, 1e6 / snapshots, 1e3 / opening, megabytes);
  }

  /** Work that is done so and so often. */
  private interface Work {
    void at(int i);
  }

  private static double perSecond(int count, Work work) {
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      work.at(i);
    }
    return count * 1e9 / (System.nanoTime() - began);
  }

  /** A key of which neighbours are far from each other. */
  private static byte[] key(int i) {
    byte[] key = new byte[12];
    Bytes.putLong(key, 0, (i + 1) * 0x9E37_79B9_7F4A_7C15L);
    Bytes.putInt(key, 8, i);
    return key;
  }

  private static void write(KeyValueStore store, int i, Durability durability) {
    store.write(new WriteBatch().set(key(i), new byte[VALUE_SIZE]), durability);
  }

  private static void check(byte @Nullable [] value) {
    if (value == null || value.length != VALUE_SIZE) {
      throw new IllegalStateException("an entry is not there");
    }
  }

  /** All entries, one after the other. */
  private static Work scanOf(KeyValueStore store, int entries) {
    return i -> {
      if (i == 0) {
        int count = 0;
        try (EntryCursor cursor = store.scan()) {
          while (cursor.next()) {
            check(cursor.value());
            count++;
          }
        }
        if (count != entries) {
          throw new IllegalStateException(count + " entries, expected " + entries);
        }
      }
    };
  }

  private static void readInSnapshot(KeyValueStore store, int i) {
    try (Snapshot snapshot = store.snapshot()) {
      check(snapshot.get(key(i)));
    }
  }

  private static long bytesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
