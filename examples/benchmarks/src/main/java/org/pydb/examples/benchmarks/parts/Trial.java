package org.pydb.examples.benchmarks.parts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.KeyValueOptions;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.vfs.Vfs;
import org.pydb.examples.benchmarks.peer.Directories;

/**
 * One store taken through all workloads, and checked on the way: each value that is read, each
 * scan, and at the end all entries.
 *
 * <p>The store is closed and opened between them wherever bytes are to be told apart: what is
 * written when it closes belongs to what was done before, and what is read afterwards was not in
 * its memory. Work in the background is waited for before bytes are counted, and not before a
 * latency is taken.
 */
final class Trial implements AutoCloseable {
  private static final int SCAN_ENTRIES = 100;
  private static final int SYNCED_SHARE = 100;

  private final Contender contender;
  private final Outcome outcome;
  private final DataSet data;
  private final Path directory;
  private final CountingVfs disk;
  private final Background background = new Background();
  private final KeyValueOptions options;
  private KeyValueStore store;

  /** What was counted when the store was closed last. */
  private Counts counted = new Counts(0, 0, 0);

  /** Bytes of all files then. */
  private long closedBytes;

  private Trial(Contender contender, DataSet data, Path parent) {
    this.contender = contender;
    this.data = data;
    outcome = new Outcome(contender);
    directory = Directories.create(parent, "parts");
    disk = new CountingVfs(contender.files().place(directory));
    options = options(contender, contender.files().layers(disk), memoryBytes(data), background);
    store = KeyValueStore.open(options);
  }

  /** How a store is opened for a measurement. */
  static KeyValueOptions options(
      Contender contender, Vfs vfs, long memoryBytes, Background background) {
    return KeyValueOptions.at(Path.of("store"))
        .withVfs(vfs)
        .withEngine(contender.engine())
        .withMemoryBytes(memoryBytes)
        .withExecutor(background);
  }

  /** A quarter of the data. */
  private static long memoryBytes(DataSet data) {
    return Math.max(1 << 20, (long) data.count() * DataSet.ENTRY_BYTES / 4);
  }

  /**
   * Runs all workloads.
   *
   * @param parent where a directory for the files is made, and removed
   * @param progress told each workload that is done
   */
  static Outcome run(Contender contender, int entries, Path parent, Consumer<String> progress) {
    try (Trial trial = new Trial(contender, new DataSet(entries), parent)) {
      trial.run(progress);
      return trial.outcome;
    }
  }

  private void run(Consumer<String> progress) {
    int count = data.count();
    int synced = Math.max(count / SYNCED_SHARE, 10);
    measure(Workload.SYNCED_LOAD, synced, this::loadSynced, progress);
    measure(Workload.LOAD, count - synced, (m, i) -> set(m, data.loaded(synced + i)), progress);
    outcome.loadWriteAmplification = (double) reopen().written() / liveBytes();
    outcome.loadedSpace = space();
    measure(Workload.READ, count / 3, (m, i) -> get(m, data.uniform()), progress);
    reopen();
    measure(Workload.ZIPF_READ, count / 3, (m, i) -> get(m, data.zipf()), progress);
    if (contender.isOrdered()) {
      reopen();
      measure(Workload.SCAN, Math.max(count / 300, 1), (m, i) -> scan(m), progress);
    }
    measure(Workload.MIX, count / 3, this::mix, progress);
    reopen();
    measure(Workload.OVERWRITE, count, (m, i) -> set(m, data.uniform()), progress);
    outcome.overwriteWriteAmplification = (double) reopen().written() / liveBytes();
    outcome.overwrittenSpace = space();
    measure(Workload.DELETE, count / 2, (m, i) -> delete(m, data.loaded(i)), progress);
    reopen();
    outcome.deletedSpace = space();
    checkAll();
  }

  // ---------------------------------------------------------------- operations

  private void measure(
      Workload workload, int count, ObjIntConsumer<Measured> operation, Consumer<String> progress) {
    Measured measured = new Measured();
    Counts before = disk.counts();
    for (int i = 0; i < count; i++) {
      operation.accept(measured, i);
    }
    long begin = System.nanoTime();
    store.sync();
    measured.addTime(System.nanoTime() - begin);
    measured.setCounts(disk.counts().minus(before));
    if (contender.isSynced() || workload != Workload.SYNCED_LOAD) {
      outcome.put(workload, measured);
    }
    progress.accept(
        String.format(
            "  %s: %s, %,d operations, %,.0f a second",
            contender.name(), workload.title(), count, measured.perSecond()));
  }

  private void loadSynced(Measured measured, int i) {
    set(measured, data.loaded(i), Durability.SYNCED);
  }

  private void set(Measured measured, int entry) {
    set(measured, entry, Durability.RELAXED);
  }

  private void set(Measured measured, int entry, Durability durability) {
    WriteBatch batch = new WriteBatch().set(DataSet.key(entry), data.write(entry));
    long begin = System.nanoTime();
    store.write(batch, durability);
    measured.add(System.nanoTime() - begin, DataSet.ENTRY_BYTES);
  }

  private void delete(Measured measured, int entry) {
    WriteBatch batch = new WriteBatch().delete(DataSet.key(entry));
    data.delete(entry);
    long begin = System.nanoTime();
    store.write(batch, Durability.RELAXED);
    measured.add(System.nanoTime() - begin, DataSet.KEY_BYTES);
  }

  private void get(Measured measured, int entry) {
    byte[] key = DataSet.key(entry);
    long begin = System.nanoTime();
    byte @Nullable [] value = store.get(key);
    measured.add(System.nanoTime() - begin, DataSet.ENTRY_BYTES);
    data.check(entry, value);
  }

  private void mix(Measured measured, int i) {
    if (i % 2 == 0) {
      get(measured, data.zipf());
    } else {
      set(measured, data.zipf());
    }
  }

  private void scan(Measured measured) {
    int from = Math.max(0, data.uniform() - SCAN_ENTRIES);
    int to = Math.min(data.count(), from + SCAN_ENTRIES);
    KeyRange range = new KeyRange(DataSet.key(from), DataSet.key(to));
    List<byte[]> found = new ArrayList<>();
    long begin = System.nanoTime();
    try (EntryCursor cursor = store.scan(range, false)) {
      while (cursor.next()) {
        found.add(cursor.key());
        found.add(cursor.value());
      }
    }
    measured.add(System.nanoTime() - begin, (long) (to - from) * DataSet.ENTRY_BYTES);
    checkScan(found, from, to);
  }

  // ------------------------------------------------------------------- checks

  private void checkScan(List<byte[]> found, int from, int to) {
    checkCount(found.size() / 2, to - from);
    for (int entry = from; entry < to; entry++) {
      int at = 2 * (entry - from);
      if (!Arrays.equals(DataSet.key(entry), found.get(at))) {
        throw new AssertionError("entry " + entry + " is missing in a scan");
      }
      data.check(entry, found.get(at + 1));
    }
  }

  /** All entries are there but those that were deleted, and no others. */
  private void checkAll() {
    for (int entry = 0; entry < data.count(); entry++) {
      data.check(entry, store.get(DataSet.key(entry)));
    }
    if (contender.isOrdered()) {
      int found = 0;
      try (EntryCursor cursor = store.scan()) {
        while (cursor.next()) {
          found++;
        }
      }
      checkCount(found, data.liveCount());
    }
  }

  private void checkCount(int found, int expected) {
    if (found != expected) {
      throw new AssertionError(
          contender.name() + ": " + expected + " entries expected, " + found + " found");
    }
  }

  // ---------------------------------------------------------- closing, opening

  /**
   * Closes the store when it has nothing left to do, and opens it: its memory is empty then.
   *
   * @return what was read and written since the last time; nothing if it has no files
   */
  private Counts reopen() {
    background.settle();
    if (contender.isDurable()) {
      store.close();
    }
    Counts now = disk.counts();
    Counts since = now.minus(counted);
    counted = now;
    if (contender.isDurable()) {
      closedBytes = disk.fileBytes();
      long begin = System.nanoTime();
      store = KeyValueStore.open(options);
      store.has(DataSet.key(0));
      outcome.reopenMillis = (System.nanoTime() - begin) / 1e6;
      background.settle();
    }
    return since;
  }

  private double space() {
    return contender.isDurable() ? (double) closedBytes / liveBytes() : Double.NaN;
  }

  private long liveBytes() {
    return (long) data.liveCount() * DataSet.ENTRY_BYTES;
  }

  @Override
  public void close() {
    store.close();
    background.close();
    Directories.remove(directory);
  }
}
