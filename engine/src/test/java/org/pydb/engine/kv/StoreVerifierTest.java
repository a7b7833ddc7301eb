package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.TreeIndex;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.vfs.Vfs;

/** The verifier of stores tells all that is wrong with them, and does nothing to them. */
class StoreVerifierTest {
  private static final EngineFactory LOG = LogEngine.with(IndexFactory.SKIP_LIST, 4 << 10);

  private static KeyValueOptions options(Vfs vfs, EngineFactory engine) {
    return KeyValueOptions.at(Path.of("test"))
        .withVfs(vfs)
        .withEngine(engine)
        .withMemoryBytes(32 << 10)
        .withExecutor(Runnable::run);
  }

  private static List<String> verify(DiskState state, EngineFactory engine) {
    return KeyValueStore.verify(
        options(new SimulatedDisk(Kind.POSIX, state, 1), engine), bytes -> {});
  }

  private static DiskState store(EngineFactory engine) {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = KeyValueStore.open(options(disk, engine))) {
      for (int i = 0; i < 300; i++) {
        store.set(("key " + i).getBytes(UTF_8), new byte[100]);
      }
    }
    return DiskState.of(disk.state().contents());
  }

  private static List<String> names(DiskState state, String ending) {
    return state.contents().keySet().stream()
        .filter(name -> name.endsWith(ending))
        .sorted()
        .toList();
  }

  private static void checkAll(List<String> findings, List<String> expected) {
    assertThat(findings).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(findings.get(i)).contains(expected.get(i));
    }
  }

  /** Damage in many places: each is told with its file and where in it, not only the first. */
  @Test
  void allDamageIsTold() {
    DiskState log = store(LOG);
    List<String> segments = names(log, ".log");
    DiskState damaged =
        log.withFlippedBit(segments.get(0), 8 * 200)
            .withFlippedBit(segments.get(0), 8 * 1500)
            .withFlippedBit(segments.get(2), 8 * 200)
            .withFlippedBit(names(log, ".hint").get(1), 8 * 100);
    checkAll(
        verify(damaged, LOG),
        List.of(
            segments.get(0) + " is damaged at position",
            segments.get(0) + " is damaged at position",
            names(log, ".hint").get(1) + " is damaged",
            segments.get(2) + " is damaged at position"));

    DiskState lsm = store(LsmEngine.FACTORY);
    List<String> runs = names(lsm, ".run");
    List<String> expected = new ArrayList<>();
    for (String run : runs.subList(0, 2)) {
      lsm = lsm.withFlippedBit(run, 8 * 10);
      expected.add(run + " is damaged at position 0");
    }
    checkAll(verify(lsm, LsmEngine.FACTORY), expected);
  }

  @Test
  void missingFilesAndOthersAreTold() {
    for (EngineFactory engine : List.of(LOG, LsmEngine.FACTORY, BTreeEngine.FACTORY)) {
      DiskState whole = store(engine);
      assertThat(verify(whole, engine)).as(engine.name()).isEmpty();
      for (String name : whole.contents().keySet()) {
        Map<String, byte[]> without = new TreeMap<>(whole.contents());
        without.remove(name);
        if (!name.endsWith(".hint")) {
          assertThat(verify(DiskState.of(without), engine))
              .as(name)
              .anyMatch(finding -> finding.contains(name + " is missing"));
        }
      }
    }
    String segment = names(store(LOG), ".log").get(3);
    Map<String, byte[]> swapped = new TreeMap<>(store(LOG).contents());
    swapped.put(segment, swapped.get(names(store(LOG), ".log").get(2)));
    assertThat(verify(DiskState.of(swapped), LOG))
        .anyMatch(finding -> finding.contains(segment + " is another file"));
  }

  /** What belongs to no list was never deleted, or somebody has put it there. */
  @Test
  void orphansAreTold() {
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, store(LOG), 1);
    KeyValueStore.open(options(disk, LOG)).close();
    Map<String, byte[]> more = new TreeMap<>(disk.state().contents());
    more.put("test.kv-000003.run", new byte[5]);
    assertThat(verify(DiskState.of(more), LOG))
        .singleElement()
        .asString()
        .contains("test.kv-000003.run belongs to nothing");
  }

  @Test
  void verifierTellsHowFarItIsAndChangesNothing() {
    for (EngineFactory engine : List.of(LOG, LsmEngine.FACTORY)) {
      DiskState state = store(engine);
      SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, state, 1);
      List<Long> progress = new ArrayList<>();
      assertThat(KeyValueStore.verify(options(disk, engine), progress::add)).isEmpty();
      assertThat(progress).isSorted().hasSizeGreaterThan(5);
      assertThat(progress.get(progress.size() - 1)).isGreaterThan(30_000);
      Map<String, byte[]> after = disk.state().contents();
      assertThat(after.keySet()).isEqualTo(state.contents().keySet());
      after.forEach((name, bytes) -> assertThat(bytes).isEqualTo(state.contents().get(name)));
    }
  }

  @Test
  void verifierRefusesAStoreThatIsOpen() {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = KeyValueStore.open(options(disk, LOG))) {
      store.set(new byte[1], new byte[1]);
      assertThatThrownBy(() -> KeyValueStore.verify(options(disk, LOG), bytes -> {}))
          .isInstanceOf(DatabaseLockedException.class);
    }
  }

  /** A persistent index that leads elsewhere than the log says is found out. */
  @Test
  void indexIsComparedWithTheLog() {
    EngineFactory persistent = LogEngine.with(IndexFactory.persistent(16 << 10), 4 << 10);
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, store(persistent), 1);
    assertThat(KeyValueStore.verify(options(disk, persistent), bytes -> {})).isEmpty();
    try (TreeIndex index = TreeIndex.inFile(disk, "test.kv-index", 16 << 10, Runnable::run)) {
      byte[] mark = Objects.requireNonNull(index.mark());
      index.put("key 7".getBytes(UTF_8), new Location(1, 64, 9));
      index.remove("key 8".getBytes(UTF_8));
      index.commit(mark, true);
    }
    checkAll(
        KeyValueStore.verify(options(disk, persistent), bytes -> {}),
        List.of("test.kv-index leads to Location[segment=1,", "test.kv-index leads to null"));
  }

  /** An index that somebody has brought from another store is made anew. */
  @Test
  void indexOfAnotherStoreIsNotBelieved() {
    EngineFactory persistent = LogEngine.with(IndexFactory.persistent(16 << 10), 4 << 10);
    Map<String, byte[]> mixed = new TreeMap<>(store(persistent).contents());
    SimulatedDisk other = new SimulatedDisk(9);
    try (KeyValueStore store = KeyValueStore.open(options(other, persistent))) {
      for (int i = 0; i < 300; i++) {
        store.set(("KEY " + i).getBytes(UTF_8), new byte[100]);
      }
    }
    mixed.put("test.kv-index", other.state().contents().get("test.kv-index"));
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, DiskState.of(mixed), 1);
    try (KeyValueStore store = KeyValueStore.open(options(disk, persistent))) {
      assertThat(store.get("key 5".getBytes(UTF_8))).hasSize(100);
      assertThat(store.has("KEY 5".getBytes(UTF_8))).isFalse();
    }
  }
}
