package org.pydb.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Four threads write, a fifth checkpoints, and one backup is made after the other. What a writer
 * does in its n-th transaction follows from its seed, and each transaction notes its number; so a
 * backup says of each writer how far it had come, and must then hold exactly what a model holds
 * after so many transactions. No writer may be further behind than it was when the backup began.
 */
class BackupWhileWritingTest {
  private static final String NAME = "shop.pydb";
  private static final int TREE = 16;
  private static final int WRITERS = 4;
  private static final int BACKUPS = 12;
  private static final int KEYS = 150;

  /** Larger than a node takes: such values lie in chains. */
  private static final int LARGE = 20_000;

  private final MemoryVfs vfs = new MemoryVfs();
  private final long[] seeds = new long[WRITERS];
  private final AtomicLongArray committed = new AtomicLongArray(WRITERS);
  private final AtomicBoolean done = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Test
  void backupIsWhatEachWriterHadCommitted() throws Exception {
    Random random = Seeds.random("BackupWhileWritingTest");
    try (TreeStore store = open(NAME, StoreOptions.Mode.CREATE, 300_000)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        seeds[writer] = random.nextLong();
        running.add(threads.submit(() -> write(store, number)));
      }
      running.add(threads.submit(() -> checkpoint(store)));
      for (int i = 0; i < BACKUPS; i++) {
        backUp(store, "copy" + i + ".pydb");
      }
      done.set(true);
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private TreeStore open(String name, StoreOptions.Mode mode, long poolBytes) {
    return TreeStore.open(new StoreOptions(vfs, name, mode, poolBytes, threads));
  }

  private void backUp(TreeStore store, String name) {
    long[] before = counts();
    Backup.write(store, vfs, name, null, false, pages -> {});
    long[] after = counts();
    assertThat(DatabaseVerifier.verifyFile(vfs, name)).isEmpty();
    try (TreeStore copy = open(name, StoreOptions.Mode.READ_ONLY, 1_000_000)) {
      Map<Integer, byte[]> found = contents(copy);
      Map<Integer, byte[]> expected = new TreeMap<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        byte[] note = found.get(writer * KEYS);
        long count = note == null ? 0 : Bytes.getLong(note, 0);
        // Between commit and count lies a moment, so the count may be one behind.
        assertThat(count).isBetween(before[writer], after[writer] + 1);
        expected.putAll(model(writer, count));
      }
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((key, value) -> assertThat(found.get(key)).isEqualTo(value));
    }
    vfs.delete(name);
  }

  private long[] counts() {
    long[] counts = new long[WRITERS];
    Arrays.setAll(counts, committed::get);
    return counts;
  }

  private Map<Integer, byte[]> contents(TreeStore copy) {
    Map<Integer, byte[]> contents = new TreeMap<>();
    try (TreeTransaction transaction = copy.begin(true)) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(transaction.view(), TREE, KeyRange.ALL, false);
      EntryPointer entry = new EntryPointer();
      while (cursor.next()) {
        entry.set(cursor.node(), cursor.index());
        byte[] key = cursor.node().head(cursor.index());
        contents.put(Bytes.getInt(key, 0), entry.value(copy.file()));
      }
    }
    return contents;
  }

  // ------------------------------------------------------------------ what writers do

  /** One change: a value, or none for a deletion. */
  private interface Change {
    void change(int key, byte[] value);
  }

  private static void step(Random random, int writer, long number, Change change) {
    byte[] note = new byte[8];
    Bytes.putLong(note, 0, number);
    change.change(writer * KEYS, note);
    for (int i = random.nextInt(8); i >= 0; i--) {
      int key = writer * KEYS + 1 + random.nextInt(KEYS - 1);
      byte[] value = {};
      if (random.nextInt(3) > 0) {
        value = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? LARGE : 300)];
        random.nextBytes(value);
      }
      change.change(key, value);
    }
  }

  private Map<Integer, byte[]> model(int writer, long count) {
    Map<Integer, byte[]> model = new TreeMap<>();
    Random random = new Random(seeds[writer]);
    for (long number = 1; number <= count; number++) {
      step(
          random,
          writer,
          number,
          (key, value) -> {
            if (value.length == 0) {
              model.remove(key);
            } else {
              model.put(key, value);
            }
          });
    }
    return model;
  }

  private void write(TreeStore store, int writer) {
    Random random = new Random(seeds[writer]);
    for (long number = 1; !done.get(); number++) {
      try (TreeTransaction transaction = store.begin(false)) {
        step(random, writer, number, (key, value) -> change(transaction, key, value));
        transaction.commit();
      }
      committed.set(writer, number);
    }
  }

  private static void change(TreeTransaction transaction, int number, byte[] value) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    if (value.length == 0) {
      transaction.writes().delete(TREE, true, key, 0, 4);
    } else {
      transaction.writes().put(TREE, true, key, 0, 4, value, 0, value.length);
    }
  }

  private void checkpoint(TreeStore store) {
    while (!done.get()) {
      store.checkpoint();
    }
  }
}
