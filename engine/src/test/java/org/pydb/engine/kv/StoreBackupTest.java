package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.Workload;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;

/** A backup of a store is a store, whole or not to be opened. */
class StoreBackupTest {
  private static final KeySource KEY = () -> "5a".repeat(32).toCharArray();
  private static final long CRASHES = Long.getLong("pydb.crash.crashes", 2_300) / 150;
  private static final EngineFactory BTREE = BTreeEngine.withLogSegments(16 << 10);
  private static final EngineFactory HASH_LOG = LogEngine.with(IndexFactory.HASH, 4 << 10);

  static Stream<EngineFactory> engines() {
    return Stream.of(
        BTREE,
        HASH_LOG,
        LogEngine.with(IndexFactory.SKIP_LIST, 4 << 10),
        LsmEngine.FACTORY,
        MemoryEngine.FACTORY);
  }

  private static KeyValueOptions options(Vfs vfs, String name, EngineFactory engine) {
    return KeyValueOptions.at(Path.of(name))
        .withVfs(vfs)
        .withEngine(engine)
        .withMemoryBytes(32 << 10)
        .withExecutor(Runnable::run);
  }

  private static byte[] key(int i) {
    return ("key " + i).getBytes(UTF_8);
  }

  private static void fill(KeyValueStore store, int count, int version) {
    for (int i = 0; i < count; i++) {
      store.set(key(i % 100), ("value " + i + " of " + version).repeat(8).getBytes(UTF_8));
    }
    store.delete(key(7));
  }

  private static NavigableMap<String, String> entries(Snapshot snapshot) {
    NavigableMap<String, String> entries = new TreeMap<>();
    snapshot.forEach(
        (key, value) ->
            assertThat(entries.put(new String(key, UTF_8), new String(value, UTF_8))).isNull());
    return entries;
  }

  private static NavigableMap<String, String> entries(KeyValueStore store) {
    try (Snapshot snapshot = store.snapshot()) {
      return entries(snapshot);
    }
  }

  // ------------------------------------------------------------------ whole

  /** From every engine onto every other one, and what is written meanwhile is not in it. */
  @ParameterizedTest
  @MethodSource("engines")
  void backupHasWhatWasThereWhenItBegan(EngineFactory engine) {
    Vfs vfs = new MemoryVfs();
    try (KeyValueStore store = KeyValueStore.open(options(vfs, "test", engine))) {
      fill(store, 250, 1);
      NavigableMap<String, String> expected = entries(store);
      assertThat(expected).hasSize(99).doesNotContainKey("key 7");
      int round = 1;
      for (EngineFactory other : List.of(BTREE, HASH_LOG, LsmEngine.FACTORY)) {
        int version = ++round;
        KeyValueOptions copy = options(vfs, "copy" + round, other);
        expected = entries(store);
        store.backup(copy, bytes -> fill(store, 250, version));
        assertThat(KeyValueStore.verify(copy, bytes -> {})).isEmpty();
        try (KeyValueStore opened = KeyValueStore.open(copy)) {
          assertThat(entries(opened)).isEqualTo(expected);
        }
        assertThat(entries(store)).isNotEqualTo(expected);
      }
    }
  }

  /** A path is all that is needed; files, key and engine are those of the store. */
  @Test
  void backupIsMadeOfTheSameAsTheStore(@TempDir Path directory) {
    KeyValueOptions options =
        options(new DiskVfs(directory), "test", LsmEngine.FACTORY)
            .withStorage(FileStack.parse("compressed"))
            .withKey(KEY);
    try (KeyValueStore store = KeyValueStore.open(options)) {
      fill(store, 20, 1);
      store.backup(directory.resolve("copy"));
      KeyValueOptions copy = KeyValueOptions.at(directory.resolve("copy"));
      assertThatThrownBy(() -> KeyValueStore.open(copy)).isInstanceOf(KeyException.class);
      try (KeyValueStore opened =
          KeyValueStore.open(copy.withKey(KEY).withEngine(LsmEngine.FACTORY))) {
        assertThat(entries(opened)).isEqualTo(entries(store));
      }
      store.backup(KeyValueOptions.at(directory.resolve("plain")), bytes -> {});
    }
    try (KeyValueStore plain = KeyValueStore.open(directory.resolve("plain"))) {
      assertThat(plain.get(key(3))).isNotNull();
    }
  }

  @Test
  void backupOfAStoreInMemoryIsInFiles(@TempDir Path directory) {
    try (KeyValueStore store = KeyValueStore.inMemory()) {
      fill(store, 250, 1);
      store.backup(directory.resolve("copy"));
      try (KeyValueStore opened = KeyValueStore.open(directory.resolve("copy"))) {
        assertThat(entries(opened)).isEqualTo(entries(store));
      }
      assertThatThrownBy(() -> store.backup(KeyValueOptions.inMemory(), bytes -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("memory");
    }
  }

  // ------------------------------------------------------------------ or nothing

  @Test
  void nothingIsOverwritten() {
    SimulatedDisk disk = new SimulatedDisk(1);
    KeyValueOptions options = options(disk, "test", BTREE);
    KeyValueOptions other = options(disk, "other", HASH_LOG);
    try (KeyValueStore store = KeyValueStore.open(options)) {
      fill(store, 10, 1);
      KeyValueStore.open(other).close();
      assertThatThrownBy(() -> store.backup(other, bytes -> {}))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("other.kv exists already");
      assertThat(KeyValueStore.verify(other, bytes -> {})).isEmpty();
    }
  }

  /** What has failed half-way is not opened, whatever is there; and can be made again. */
  @Test
  void unfinishedBackupIsNoStore() {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = KeyValueStore.open(options(disk, "test", BTREE))) {
      fill(store, 100, 1);
      KeyValueOptions copy = options(disk, "copy", HASH_LOG);
      disk.setFault(Fault.fullDisk(disk.changes() + 12, Long.MAX_VALUE));
      assertThatThrownBy(() -> store.backup(copy, bytes -> {}))
          .isInstanceOf(DiskFullException.class);
      disk.setFault(Fault.NONE);
      assertThatThrownBy(
              () ->
                  store.backup(
                      copy,
                      bytes -> {
                        throw new IllegalStateException("enough");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("enough");
      assertThatThrownBy(() -> KeyValueStore.open(copy))
          .isInstanceOf(NotADatabaseException.class)
          .hasMessageContaining("copy.kv is a copy that was never finished");
      assertThat(KeyValueStore.verify(copy, bytes -> {}))
          .singleElement()
          .asString()
          .contains("never finished");
      assertThatThrownBy(() -> store.backup(copy.withEngine(LsmEngine.FACTORY), bytes -> {}))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("copy.kv is an unfinished copy, on the engine log");
      store.backup(copy, bytes -> {});
      try (KeyValueStore opened = KeyValueStore.open(copy)) {
        assertThat(entries(opened)).isEqualTo(entries(store));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyCrashLeavesAWholeBackupOrNone(EngineFactory engine) {
    if (engine.isVolatile()) {
      return; // After a crash there is nothing to make another backup of.
    }
    Random random = Seeds.random("everyCrashLeavesAWholeBackupOrNone");
    CrashReport report = new CrashReport();
    while (report.crashes() < CRASHES) {
      new CrashLab(random.nextLong())
          .withCrashesPerChange(0.2)
          .withRecrash(0.05, 2)
          .run(new Backups(engine), report);
    }
  }

  /**
   * Makes backups.
   *
   * @param engine of the store, and of the backups
   */
  private record Backups(EngineFactory engine) implements Workload<Backups.Promise> {

    /**
     * What may be found.
     *
     * @param entries in the store; null if it is being made
     * @param isFinished whether there must be a backup
     */
    record Promise(@Nullable Map<String, String> entries, boolean isFinished) {}

    @Override
    public void live(Life<Promise> life) {
      life.promise(new Promise(null, false));
      try (KeyValueStore store = KeyValueStore.open(options(life.disk(), "test", engine))) {
        fill(store, 20, 1);
        Map<String, String> entries = entries(store);
        life.promise(new Promise(entries, false));
        life.begin("backup");
        store.backup(options(life.disk(), "copy", engine), bytes -> {});
        life.promise(new Promise(entries, true));
      }
    }

    @Override
    public void recover(Life<Promise> life, Promise promised) {
      Map<String, String> entries = promised.entries;
      if (entries == null) {
        return;
      }
      life.promise(promised);
      KeyValueOptions copy = options(life.disk(), "copy", engine);
      try (KeyValueStore store = KeyValueStore.open(options(life.disk(), "test", engine))) {
        assertThat(entries(store)).isEqualTo(entries);
        if (promised.isFinished || isFinished(copy)) {
          life.promise(new Promise(entries, true));
          try (KeyValueStore opened = KeyValueStore.open(copy)) {
            assertThat(entries(opened)).isEqualTo(entries);
          }
        } else {
          store.backup(copy, bytes -> {});
          life.promise(new Promise(entries, true));
        }
      }
    }

    private static boolean isFinished(KeyValueOptions copy) {
      if (!copy.vfs().exists(copy.name())) {
        return false;
      }
      try {
        KeyValueStore.open(copy).close();
        return true;
      } catch (NotADatabaseException e) {
        assertThat(e).hasMessageContaining("never finished");
        return false;
      }
    }
  }
}
