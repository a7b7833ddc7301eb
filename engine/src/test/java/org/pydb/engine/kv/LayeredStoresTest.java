package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FileLayoutException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.testkit.kv.KeyValueWorkload;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/** Stores on files with layers: each engine on each kind of layer, and what goes wrong there. */
class LayeredStoresTest {
  private static final KeySource KEY = () -> "5a".repeat(32).toCharArray();
  private static final KeySource WRONG = () -> "a5".repeat(32).toCharArray();
  private static final long CRASHES = Long.getLong("pydb.crash.crashes", 2_300) / 400;
  private static final int FLIPS = Integer.getInteger("pydb.crash.flips", 1_000) / 100;
  private static final int COUNT = 60;
  private static final String VALUE = "this value is a secret of ";

  private static final EngineFactory BTREE = BTreeEngine.withLogSegments(16 << 10);
  private static final EngineFactory LOG =
      LogEngine.with(IndexFactory.persistent(16 << 10), 4 << 10);
  private static final EngineFactory LSM = LsmEngine.FACTORY;

  private static KeyValueOptions options(Vfs vfs, EngineFactory engine) {
    return KeyValueOptions.at(Path.of("test"))
        .withVfs(vfs)
        .withEngine(engine)
        .withMemoryBytes(32 << 10)
        .withExecutor(Runnable::run);
  }

  /** An engine, what its files are made of, and whether they are encrypted. */
  record Layers(String name, EngineFactory engine, String storage, boolean encrypted) {
    KeyValueOptions on(Vfs vfs) {
      return options(vfs, engine)
          .withStorage(FileStack.parse(storage))
          .withKey(encrypted ? KEY : KeySource.NONE);
    }

    @Override
    public String toString() {
      return name + " on " + storage + (encrypted ? ", encrypted" : "");
    }
  }

  static Stream<Layers> onAnyDisk() {
    return Stream.of(
        new Layers("btree", BTREE, "compressed", false),
        new Layers("log", LOG, "plain", true),
        new Layers("lsm", LSM, "segmented(1m)+compressed", true));
  }

  static Stream<Layers> encrypted() {
    return Stream.of(
        new Layers("btree", BTREE, "plain", true),
        new Layers("log", LOG, "segmented(1m)", true),
        new Layers("lsm", LSM, "compressed", true));
  }

  static Stream<Layers> onRealDisks() {
    return Stream.of(
        new Layers("btree", BTREE, "mapped", false),
        new Layers("log", LOG, "segmented(1m)+mapped", true),
        new Layers("lsm", LSM, "mapped", false),
        new Layers("btree", BTREE, "segmented(1m)", false),
        new Layers("log", LOG, "direct", false),
        new Layers("lsm", LSM, "direct", false),
        new Layers("btree", BTREE, "direct", true),
        new Layers("lsm", LSM, "compressed+mapped", true));
  }

  private static byte[] key(int i) {
    return ("secret key " + i).getBytes(UTF_8);
  }

  private static void fill(KeyValueStore store) {
    for (int i = 0; i < COUNT; i++) {
      store.set(key(i % (COUNT / 2)), (VALUE + i).repeat(5).getBytes(UTF_8));
    }
  }

  private static void check(KeyValueStore store) {
    for (int i = COUNT / 2; i < COUNT; i++) {
      assertThat(store.get(key(i % (COUNT / 2)))).asString(UTF_8).isEqualTo((VALUE + i).repeat(5));
    }
  }

  private static DiskState filled(Layers layers) {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = KeyValueStore.open(layers.on(disk))) {
      fill(store);
    }
    return DiskState.of(disk.state().contents());
  }

  // ------------------------------------------------------------------ all is as without layers

  @ParameterizedTest
  @MethodSource("onAnyDisk")
  void everyCrashLeavesWhatWasPromised(Layers layers) {
    Random random = Seeds.random("LayeredStores." + layers.name);
    CrashReport report = new CrashReport();
    while (report.crashes() < CRASHES) {
      new CrashLab(random.nextLong())
          .withCrashesPerChange(0.04)
          .withRecrash(0.05, 2)
          .run(
              new KeyValueWorkload(
                  vfs -> KeyValueStore.open(layers.on(vfs)),
                  vfs -> assertThat(KeyValueStore.verify(layers.on(vfs), bytes -> {})).isEmpty(),
                  true,
                  false,
                  6,
                  false),
              report);
    }
  }

  @ParameterizedTest
  @MethodSource("onRealDisks")
  void filesOnDiskMayBeMappedOrCut(Layers layers, @TempDir Path directory) {
    KeyValueOptions options = layers.on(new DiskVfs(directory));
    try (KeyValueStore store = KeyValueStore.open(options)) {
      fill(store);
      check(store);
    }
    assertThat(KeyValueStore.verify(options, bytes -> {})).isEmpty();
    try (KeyValueStore store = KeyValueStore.open(options)) {
      check(store);
      fill(store);
    }
  }

  /** Whoever opens a store need not say what its files are made of; later ones are so too. */
  @ParameterizedTest
  @MethodSource("onAnyDisk")
  void storeRemembersWhatItsFilesAreMadeOf(Layers layers) {
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, filled(layers), 1);
    KeyValueOptions untold = layers.on(disk).withStorage(null).withEngine(null);
    try (KeyValueStore store = KeyValueStore.open(untold)) {
      check(store);
      fill(store);
    }
    FileStack expected = FileStack.parse(layers.storage).withEncryption(layers.encrypted);
    for (Map.Entry<String, byte[]> file : disk.state().contents().entrySet()) {
      boolean isPart = file.getKey().matches(".*\\.00\\d\\d") || file.getValue().length == 0;
      assertThat(isPart ? expected : StackedVfs.stackOf(disk, file.getKey()))
          .as(file.getKey())
          .isEqualTo(expected);
    }
  }

  // ------------------------------------------------------------------ what nobody may read

  /** Neither keys nor values, at any moment, in any file. */
  @ParameterizedTest
  @MethodSource("encrypted")
  void noPlainTextIsInAnyFile(Layers layers) {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = KeyValueStore.open(layers.on(disk))) {
      fill(store);
      checkNoPlainText(disk);
    }
    checkNoPlainText(disk);
    KeyValueStore.open(layers.on(disk)).close();
    checkNoPlainText(disk);
  }

  private static void checkNoPlainText(SimulatedDisk disk) {
    disk.state()
        .contents()
        .forEach(
            (name, bytes) ->
                assertThat(new String(bytes, ISO_8859_1))
                    .as(name)
                    .doesNotContain("secret", "pydbrec", "pydbrun", "pydb-kv\n", "ecret key 1"));
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void wrongKeysAreRefusedAndHarmNothing(Layers layers) {
    DiskState before = filled(layers);
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, before, 1);
    for (KeySource source : List.of(WRONG, KeySource.NONE)) {
      for (Runnable call :
          List.<Runnable>of(
              () -> KeyValueStore.open(layers.on(disk).withKey(source)),
              () ->
                  KeyValueStore.open(
                      layers.on(disk).withStorage(null).withEngine(null).withKey(source)))) {
        assertThatThrownBy(call::run)
            .isInstanceOf(KeyException.class)
            .hasMessageContaining("test.kv");
      }
    }
    assertThat(KeyValueStore.verify(layers.on(disk).withKey(WRONG), bytes -> {}))
        .singleElement()
        .asString()
        .contains("test.kv", "key");
    disk.state()
        .contents()
        .forEach((name, bytes) -> assertThat(bytes).isEqualTo(before.contents().get(name)));
    try (KeyValueStore store = KeyValueStore.open(layers.on(disk))) {
      check(store);
    }
  }

  @Test
  void anotherStackIsRefusedAndHarmsNothing() {
    for (EngineFactory engine : List.of(BTREE, LOG, LSM)) {
      Layers plain = new Layers(engine.name(), engine, "plain", false);
      SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, filled(plain), 1);
      for (String other : List.of("compressed", "segmented")) {
        assertThatThrownBy(
                () -> KeyValueStore.open(plain.on(disk).withStorage(FileStack.parse(other))))
            .isInstanceOf(FileLayoutException.class)
            .hasMessageContaining("test.kv")
            .hasMessageContaining(other);
      }
      assertThatThrownBy(() -> KeyValueStore.open(plain.on(disk).withKey(KEY)))
          .isInstanceOf(KeyException.class)
          .hasMessageContaining("test.kv");
      assertThatThrownBy(
              () -> KeyValueStore.open(plain.on(disk).withStorage(FileStack.parse("mapped"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mapped");
      try (KeyValueStore store = KeyValueStore.open(plain.on(disk))) {
        check(store);
      }
    }
  }

  @Test
  void aStoreInMemoryHasNoLayers() {
    KeyValueOptions memory = KeyValueOptions.inMemory().withEngine(MemoryEngine.FACTORY);
    assertThatThrownBy(() -> KeyValueStore.open(memory.withKey(KEY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory");
  }

  /** Encrypted bytes that somebody has changed are told, by the file's name, and never read. */
  @ParameterizedTest
  @MethodSource("encrypted")
  void changedBytesAreTold(Layers layers) {
    DiskState whole = filled(layers);
    Random random = Seeds.random("LayeredStores.changed." + layers.name);
    int told = 0;
    List<String> names = List.copyOf(whole.contents().keySet());
    for (int i = 0; i < FLIPS || told == 0; i++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = whole.contents().get(name);
      int[] used = IntStream.range(0, bytes.length).filter(at -> bytes[at] != 0).toArray();
      if (used.length == 0) {
        continue;
      }
      long at = used[random.nextInt(used.length)];
      DiskState changed = whole.withFlippedBit(name, 8 * at + random.nextInt(8));
      SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, changed, 1);
      try (KeyValueStore store = KeyValueStore.open(layers.on(disk))) {
        check(store);
      } catch (CorruptionException | KeyException | FileLayoutException e) {
        assertThat(e).hasMessageContaining(name.replaceAll("\\.00\\d\\d$", ""));
        told++;
      }
    }
    assertThat(told).isPositive();
  }
}
