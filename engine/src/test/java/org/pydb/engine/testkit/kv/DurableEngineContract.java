package org.pydb.engine.testkit.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Fault.Outcome;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.vfs.Vfs;

/** What every storage engine must do that keeps its entries in files: also when things go wrong. */
public abstract class DurableEngineContract extends StorageEngineContract {
  private static final long CRASHES = Long.getLong("pydb.crash.crashes", 2_300) / 90;
  private static final int FLIPS = Integer.getInteger("pydb.crash.flips", 1_000) / 25;
  private static final int FAULT_STRIDE = Integer.getInteger("pydb.crash.fault-stride", 30) * 3;
  private static final int FIRST_FAULT_MAX = 30;
  private static final int MISSES_MAX = 2;
  private static final int STEPS = 60;
  private static final int KEYS_OF_A_STORE = 100;

  /** The file that says what a store is; a flip in its first bytes makes it somebody else's. */
  private static final String STORE_FILE = "test.kv";

  private static final int MAGIC_SIZE = 8;

  /** By how much less is tried, of an engine that is slow to open or much like another one. */
  protected int slowness() {
    return 1;
  }

  /** Whether it tidies up while it is open; the simplest ones grow with each write. */
  protected boolean usesRoomAgain() {
    return true;
  }

  /** Whether its factory can verify files: then it must find all that a reader may meet. */
  protected boolean hasVerifier() {
    return false;
  }

  /** Whether what was not synced outlives the end of the process; not so on all layers of files. */
  protected boolean keepsUnsynced() {
    return true;
  }

  private long crashes() {
    return CRASHES / slowness();
  }

  // ------------------------------------------------------------------ opening

  @Test
  void storeIsOpenedAsWhatItIs() {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = open(disk)) {
      store.set(bytes("k"), bytes("v"));
      assertThatThrownBy(() -> open(disk)).isInstanceOf(DatabaseLockedException.class);
    }
    assertThat(disk.openFiles()).isEmpty();
    EngineFactory another = new Renamed(engine(), "another");
    assertThatThrownBy(() -> KeyValueStore.open(options(disk).withEngine(another)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(STORE_FILE)
        .hasMessageContaining("the engine " + engine().name());
    try (KeyValueStore store = open(disk)) {
      assertThat(store.get(bytes("k"))).asString(UTF_8).isEqualTo("v");
    }
    DiskState foreign = DiskState.of(Map.of(STORE_FILE, bytes("a letter to somebody")));
    assertThatThrownBy(() -> openDamaged(new SimulatedDisk(Kind.POSIX, foreign, 1)))
        .isInstanceOf(NotADatabaseException.class)
        .hasMessageContaining(STORE_FILE);
  }

  private record Renamed(EngineFactory inner, String name) implements EngineFactory {
    @Override
    public StorageEngine create(EngineContext context) {
      return inner.create(context);
    }

    @Override
    public StorageEngine open(EngineContext context) {
      return inner.open(context);
    }
  }

  /** So that somebody who has a log of his own knows where to begin. */
  @Test
  void numbersTellWhatIsDurable() {
    SimulatedDisk disk = new SimulatedDisk(2);
    EngineContext context = new EngineContext(disk, "n", MEMORY_BYTES, Runnable::run);
    WriteBatch batch = new WriteBatch().set(bytes("k"), bytes("v"));
    try (StorageEngine engine = engine().create(context)) {
      assertThat(engine.number()).isZero();
      engine.apply(batch, 5, Durability.SYNCED);
      assertThat(engine.number()).isEqualTo(5);
      assertThat(engine.durableNumber()).isEqualTo(5);
      engine.apply(batch, 9, Durability.RELAXED);
      assertThat(engine.number()).isEqualTo(9);
      assertThat(engine.durableNumber()).isBetween(5L, 9L);
      engine.checkpoint();
      assertThat(engine.durableNumber()).isEqualTo(9);
      engine.apply(batch, 12, Durability.RELAXED);
    }
    try (StorageEngine engine = engine().open(context)) {
      assertThat(engine.number()).isEqualTo(12);
      assertThat(engine.durableNumber()).isEqualTo(12);
    }
  }

  // ------------------------------------------------------------------ crashes and faults

  @Test
  void everyCrashLeavesWhatWasPromised() {
    crash("everyCrashLeavesWhatWasPromised", Kind.POSIX);
  }

  @Test
  void everyCrashOnWindowsLeavesWhatWasPromised() {
    crash("everyCrashOnWindowsLeavesWhatWasPromised", Kind.WINDOWS);
  }

  private void crash(String test, Kind kind) {
    Random random = Seeds.random(getClass().getSimpleName() + '.' + test);
    CrashReport report = new CrashReport();
    while (report.crashes() < crashes() || report.crashesDuring("synced write") == 0) {
      new CrashLab(random.nextLong())
          .withKind(kind)
          .withCrashesPerChange(Math.min(0.2, crashes() / 300.0))
          .withRecrash(0.05, 2)
          .run(workload(STEPS, false), report);
    }
    System.out.println(report);
  }

  @Test
  void failuresOfTheDiskAreOutlived() {
    long faults = sweep("failedSync", at -> nth(at, Operation.SYNC));
    faults += sweep("failedWrite", at -> nth(at, Operation.WRITE));
    faults += sweep("failedRead", at -> nth(at, Operation.READ));
    faults += sweep("failedChange", at -> Fault.once(at, Outcome.FAILED));
    faults += sweep("fullDisk", at -> Fault.fullDisk(at, at + 20));
    assertThat(faults).isPositive();
  }

  private KeyValueWorkload workload(int steps, boolean mayFail) {
    return new KeyValueWorkload(
        this::openClosely, this::verify, isOrdered(), keepsUnsynced(), steps, mayFail);
  }

  private static Fault nth(long at, Operation operation) {
    return Fault.nth(at, Outcome.FAILED, change -> change.operation() == operation);
  }

  private long sweep(String test, LongFunction<Fault> faults) {
    Random random = Seeds.random(getClass().getSimpleName() + '.' + test);
    CrashReport report = new CrashReport();
    long seed = random.nextLong();
    CrashLab lab = new CrashLab(seed).withCrashesPerChange(0.02).withRecrash(0.05, 2);
    int stride = FAULT_STRIDE * slowness();
    long at = random.nextInt(Math.min(stride, FIRST_FAULT_MAX));
    int misses = 0;
    while (misses < MISSES_MAX) {
      long before = report.faults();
      try {
        lab.run(workload(STEPS / 3, true), faults.apply(at), report);
      } catch (AssertionError e) {
        throw new AssertionError("fault " + at + " of seed " + seed + ": " + e.getMessage(), e);
      }
      misses = report.faults() == before ? misses + 1 : 0;
      at += 1 + random.nextInt(2 * stride - 1);
    }
    return report.faults();
  }

  /** What is wrong with the files of a store that is closed. */
  protected final List<String> findings(Vfs vfs) {
    return KeyValueStore.verify(options(vfs), bytes -> {});
  }

  private void verify(Vfs vfs) {
    if (vfs.exists(STORE_FILE)) {
      assertThat(findings(vfs)).as("what the verifier finds").isEmpty();
    }
  }

  /** Opens a store of which nothing stays open when it could not be opened. */
  private KeyValueStore openClosely(Vfs vfs) {
    try {
      return openDamaged(vfs);
    } catch (RuntimeException | Error e) {
      if (vfs instanceof SimulatedDisk disk) {
        assertThat(disk.openFiles()).as("open files after %s", e).isEmpty();
      }
      throw e;
    }
  }

  /**
   * After a failed sync the system may show what is on no medium, and later syncs say nothing of
   * it. So what an opening finds then must be written anew before anybody sees it.
   */
  @Test
  void whatAnOpeningShowsAfterAFailedSyncStays() {
    Random random = Seeds.random(getClass().getSimpleName() + ".failedSyncStays");
    for (int i = 0; i < 12; i++) {
      SimulatedDisk disk = new SimulatedDisk(random.nextLong());
      try (KeyValueStore store = open(disk)) {
        store.set(key(0), value(0, 0));
        for (int n = 1; n < 8; n++) {
          store.write(new WriteBatch().set(key(n), new byte[700]), Durability.RELAXED);
        }
        disk.setFault(nth(0, Operation.SYNC));
        assertThatThrownBy(store::sync).isInstanceOf(CommitUnknownException.class);
        assertThatThrownBy(() -> store.set(key(9), value(9, 0)))
            .isInstanceOf(DatabaseFailedException.class);
        assertThat(store.get(key(0))).isEqualTo(value(0, 0));
      }
      disk.setFault(Fault.NONE);
      try (KeyValueStore store = open(disk)) {
        DiskState left = disk.state().afterPowerLoss(random);
        try (KeyValueStore next = open(new SimulatedDisk(Kind.POSIX, left, i))) {
          for (int n = 0; n < 8; n++) {
            assertThat(next.get(key(n))).as("key %d", n).isEqualTo(store.get(key(n)));
          }
        }
      }
    }
  }

  /**
   * The sync fails by which the store's file would say that the store is whole. The next opening
   * may read that it is, from memory only; what is written then must not be made anew after a
   * crash.
   */
  @Test
  void storeThatWasOpenedIsNeverMadeAnew() {
    Random random = Seeds.random(getClass().getSimpleName() + ".neverMadeAnew");
    for (int i = 0; i < 6; i++) {
      SimulatedDisk disk = new SimulatedDisk(random.nextLong());
      disk.setFault(
          Fault.nth(
              1,
              Outcome.FAILED,
              change -> change.operation() == Operation.SYNC && change.name().equals(STORE_FILE)));
      assertThatThrownBy(() -> open(disk)).isInstanceOf(StorageException.class);
      disk.setFault(Fault.NONE);
      DiskState left;
      try (KeyValueStore store = open(disk)) {
        store.set(key(0), value(0, 0));
        left = disk.state().afterPowerLoss(random);
      }
      try (KeyValueStore next = open(new SimulatedDisk(Kind.POSIX, left, i))) {
        assertThat(next.get(key(0))).isEqualTo(value(0, 0));
      }
    }
  }

  // ------------------------------------------------------------------ damage

  /**
   * The files of a store.
   *
   * @param expected what is in there
   * @param before what was in there before the last write: damage of that may read as torn, if
   *     nothing says that it was synced
   */
  private record Files(
      DiskState state, NavigableMap<String, String> expected, NavigableMap<String, String> before) {
    private Files with(DiskState damaged) {
      return new Files(damaged, expected, before);
    }
  }

  /** Whoever reads everything gets the right answer, or is told which file is damaged. */
  @Test
  void flippedBitsAreToldOrDoNoHarm() {
    flip("flippedBits", true);
  }

  @Test
  void flippedBitsInAStoreWhoseProcessDiedAreToldOrDoNoHarm() {
    flip("flippedBitsAfterDeath", false);
  }

  private void flip(String test, boolean isClosed) {
    Random random = Seeds.random(getClass().getSimpleName() + '.' + test);
    Files files = files(random, isClosed);
    Map<String, byte[]> contents = files.state.contents();
    List<String> names = new ArrayList<>(contents.keySet());
    names.removeIf(name -> contents.get(name).length == 0);
    int told = 0;
    for (int i = 0; i < FLIPS / slowness() || (told == 0 && i < FLIPS); i++) {
      String name = names.get(random.nextInt(names.size()));
      int at = random.nextInt(contents.get(name).length);
      long bit = 8L * at + random.nextInt(8);
      try {
        told += isTold(files.with(files.state.withFlippedBit(name, bit)), name) ? 1 : 0;
      } catch (NotADatabaseException e) {
        assertThat(at).as("byte of %s: %s", name, e).isLessThan(MAGIC_SIZE);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("bit " + bit + " of " + name + ": " + e.getMessage(), e);
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  void aMissingOrEmptyFileIsToldOrDoesNoHarm() {
    Files files = files(Seeds.random(getClass().getSimpleName() + ".missingFile"), true);
    int told = 0;
    for (String name : files.state.contents().keySet()) {
      Map<String, byte[]> without = new TreeMap<>(files.state.contents());
      without.remove(name);
      if (!name.equals(STORE_FILE)) {
        told += isTold(files.with(DiskState.of(without)), name) ? 1 : 0;
        without.put(name, new byte[0]);
        told += isTold(files.with(DiskState.of(without)), name) ? 1 : 0;
      }
    }
    assertThat(told).isPositive();
  }

  /** Whether somebody is told that a file is damaged; if not, what is read is right. */
  private boolean isTold(Files files, String damaged) {
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, files.state, 1);
    try (KeyValueStore store = openClosely(disk)) {
      boolean isBefore = !isSame(store, files.expected) && isSame(store, files.before);
      NavigableMap<String, String> found = isBefore ? files.before : files.expected;
      checkSame(store, found);
      checkSame(store, rewritten(store, found)); // by whatever was read for it
      return false;
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining(damaged);
    } finally {
      assertThat(disk.openFiles()).isEmpty();
    }
    if (hasVerifier()) {
      assertThat(findings(new SimulatedDisk(Kind.POSIX, files.state, 3)))
          .as("what the verifier says of damage that a reader has met")
          .anyMatch(finding -> finding.contains(damaged));
    }
    checkRest(files, damaged);
    return true;
  }

  private static boolean isSame(KeyValueStore store, NavigableMap<String, String> expected) {
    for (int i = 0; i < KEYS_OF_A_STORE; i++) {
      if (!isRight(store.get(key(i)), expected.get(hex(key(i))))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRight(byte @Nullable [] found, @Nullable String expected) {
    return Objects.equals(found == null ? null : hex(found), expected);
  }

  /** Checks that no key has a wrong value, whatever else cannot be read. */
  private void checkRest(Files files, String damaged) {
    try (KeyValueStore store = openDamaged(new SimulatedDisk(Kind.POSIX, files.state, 2))) {
      for (int i = 0; i < KEYS_OF_A_STORE; i++) {
        String key = hex(key(i));
        try {
          byte[] found = store.get(key(i));
          if (!isRight(found, files.before.get(key))) {
            assertThat(isRight(found, files.expected.get(key))).as("key %s", key).isTrue();
          }
        } catch (CorruptionException e) {
          assertThat(e).hasMessageContaining(damaged);
        }
      }
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining(damaged);
    }
  }

  /** Writes so much that the engine tidies up. */
  private static NavigableMap<String, String> rewritten(
      KeyValueStore store, NavigableMap<String, String> expected) {
    NavigableMap<String, String> changed = new TreeMap<>(expected);
    for (int i = 0; i < 60; i++) {
      byte[] value = value(i, 100);
      store.set(key(i), value);
      changed.put(hex(key(i)), hex(value));
    }
    return changed;
  }

  /** The files of a store that was opened some times, and closed at last or not. */
  private Files files(Random random, boolean isClosed) {
    SimulatedDisk disk = new SimulatedDisk(random.nextLong());
    NavigableMap<String, String> expected = new TreeMap<>();
    NavigableMap<String, String> before = expected;
    DiskState left = DiskState.EMPTY;
    for (int round = 0; round < 3; round++) {
      try (KeyValueStore store = open(disk)) {
        for (int i = 0; i < 120; i++) {
          byte[] key = key(random.nextInt(KEYS_OF_A_STORE));
          byte[] value = value(i, round);
          store.set(key, value);
          before = new TreeMap<>(expected);
          expected.put(hex(key), hex(value));
        }
        left = DiskState.of(disk.state().contents());
      }
    }
    assertThat(disk.openFiles()).isEmpty();
    return new Files(
        isClosed ? DiskState.of(disk.state().contents()) : left,
        expected,
        isClosed ? expected : before);
  }

  // ------------------------------------------------------------------ a full disk

  @Test
  void onAFullDiskWritesAreRefusedAndReadsGoOn() {
    SimulatedDisk disk = new SimulatedDisk(3);
    try (KeyValueStore store = open(disk)) {
      store.set(bytes("k"), bytes("before"));
      disk.setFault(Fault.fullDisk(0, Long.MAX_VALUE));
      byte[] large = new byte[20 << 20];
      assertThatThrownBy(() -> store.set(bytes("k"), large)).isInstanceOf(StorageException.class);
      assertThat(store.get(bytes("k"))).asString(UTF_8).isEqualTo("before");
      disk.setFault(Fault.NONE);
      store.set(bytes("k"), bytes("after"));
      assertThat(store.get(bytes("k"))).asString(UTF_8).isEqualTo("after");
    }
    try (KeyValueStore store = open(disk)) {
      assertThat(store.get(bytes("k"))).asString(UTF_8).isEqualTo("after");
    }
  }

  /** What is overwritten and deleted takes no room for ever. */
  @Test
  void roomIsUsedAgain() {
    if (!usesRoomAgain()) {
      return;
    }
    SimulatedDisk disk = new SimulatedDisk(4);
    byte[] value = new byte[500];
    try (KeyValueStore store = open(disk)) {
      for (int i = 0; i < 3000; i++) {
        value[0] = (byte) i;
        store.set(key(i % 20), value);
      }
      for (int i = 1; i < 20; i++) {
        store.delete(key(i));
      }
      assertThat(store.get(key(0))).hasSize(500);
      assertThat(store.has(key(1))).isFalse();
    }
    long size = disk.state().contents().values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(size).as("bytes of all files, of 1,500,000 written").isLessThan(300_000);
  }
}
