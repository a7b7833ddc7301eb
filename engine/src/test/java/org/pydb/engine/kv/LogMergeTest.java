package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Fault.Outcome;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/** What a merge of the log must take care of; it runs when the test says so. */
class LogMergeTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new".getBytes(UTF_8);

  private final Queue<Runnable> background = new ArrayDeque<>();

  private static KeyValueStore open(SimulatedDisk disk, Executor executor) {
    return KeyValueStore.open(
        KeyValueOptions.at(Path.of("test"))
            .withVfs(disk)
            .withEngine(LogEngine.with(IndexFactory.HASH, 4 << 10))
            .withExecutor(executor));
  }

  /** Seals segments that are dead but for the old value. */
  private static void fill(KeyValueStore store) {
    store.set(KEY, OLD);
    for (int i = 0; i < 40; i++) {
      store.set("filler".getBytes(UTF_8), new byte[500]);
    }
  }

  private void merge() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private static long bytes(SimulatedDisk disk) {
    return disk.state().contents().values().stream().mapToLong(file -> file.length).sum();
  }

  /**
   * A relaxed write has overwritten an entry when the merge looks at it. The merge leaves the old
   * one out; if the power then took the new one, there would be neither.
   */
  @Test
  void whatARelaxedWriteHasOverwrittenIsNotLost() {
    Random random = Seeds.random("whatARelaxedWriteHasOverwrittenIsNotLost");
    SimulatedDisk disk = new SimulatedDisk(1);
    try (KeyValueStore store = open(disk, background::add)) {
      fill(store);
      store.write(new WriteBatch().set(KEY, NEW), Durability.RELAXED);
      long before = bytes(disk);
      merge();
      assertThat(bytes(disk)).as("bytes after the merge").isLessThan(before / 2);
      for (int i = 0; i < 20; i++) {
        DiskState left = disk.state().afterPowerLoss(random);
        try (KeyValueStore next = open(new SimulatedDisk(Kind.POSIX, left, i), Runnable::run)) {
          assertThat(next.get(KEY)).isIn(OLD, NEW);
        }
      }
    }
  }

  /**
   * The sync fails by which the manifest would name the merged segments. Nobody knows which of the
   * two lists the next opening will find: so the files of both must be there.
   */
  @Test
  void whatAManifestMayNameIsNotDeleted() {
    Random random = Seeds.random("whatAManifestMayNameIsNotDeleted");
    for (int i = 0; i < 10; i++) {
      failToNameMergedSegments(random);
    }
  }

  private void failToNameMergedSegments(Random random) {
    SimulatedDisk disk = new SimulatedDisk(random.nextLong());
    try (KeyValueStore store = open(disk, background::add)) {
      fill(store);
      disk.setFault(
          Fault.nth(
              0,
              Outcome.FAILED,
              change ->
                  change.operation() == Operation.SYNC && change.name().endsWith("-manifest")));
      merge();
      assertThat(store.backgroundFailure()).isInstanceOf(CommitUnknownException.class);
      assertThat(store.get(KEY)).isEqualTo(OLD);
    }
    disk.setFault(Fault.NONE);
    try (KeyValueStore next = open(disk, Runnable::run)) {
      assertThat(next.get(KEY)).isEqualTo(OLD);
      assertThat(next.get("filler".getBytes(UTF_8))).hasSize(500);
    }
  }

  /** Whoever asks is told that a merge fails; when it has succeeded, all is well. */
  @Test
  void whatFailsInTheBackgroundIsTold() {
    SimulatedDisk disk = new SimulatedDisk(4);
    try (KeyValueStore store = open(disk, background::add)) {
      assertThat(store.backgroundFailure()).isNull();
      fill(store);
      disk.setFault(Fault.fullDisk(0, Long.MAX_VALUE));
      merge();
      assertThat(store.backgroundFailure())
          .isInstanceOf(DiskFullException.class)
          .hasMessageContaining("test.kv-");
      disk.setFault(Fault.NONE);
      fill(store);
      merge();
      assertThat(store.backgroundFailure()).isNull();
    }
  }

  /** Files of a merge that a crash has ended belong to nothing, and are gone after the opening. */
  @Test
  void whatAnUnfinishedMergeLeavesIsDeleted() {
    SimulatedDisk disk = new SimulatedDisk(5);
    DiskState[] left = {DiskState.EMPTY};
    try (KeyValueStore store = open(disk, background::add)) {
      fill(store);
      disk.setFault(
          change -> {
            if (left[0] == DiskState.EMPTY && change.name().endsWith("-manifest")) {
              left[0] = DiskState.of(disk.state().contents());
            }
            return Outcome.DONE;
          });
      merge();
      disk.setFault(Fault.NONE);
    }
    List<String> before = logs(left[0]);
    SimulatedDisk crashed = new SimulatedDisk(Kind.POSIX, left[0], 1);
    try (KeyValueStore store = open(crashed, background::add)) {
      assertThat(store.get(KEY)).isEqualTo(OLD);
      assertThat(logs(crashed.state())).isEqualTo(before.subList(0, before.size() - 1));
    }
  }

  private static List<String> logs(DiskState state) {
    return state.contents().keySet().stream()
        .filter(name -> name.endsWith(".log"))
        .sorted()
        .toList();
  }

  /** The segments that a snapshot reads are there until it is closed. */
  @Test
  void snapshotReadsOnFromMergedSegments() {
    SimulatedDisk disk = new SimulatedDisk(2);
    try (KeyValueStore store = open(disk, background::add)) {
      fill(store);
      try (Snapshot snapshot = store.snapshot()) {
        store.set(KEY, NEW);
        store.delete("filler".getBytes(UTF_8));
        merge();
        assertThat(snapshot.get(KEY)).isEqualTo(OLD);
        assertThat(snapshot.get("filler".getBytes(UTF_8))).hasSize(500);
        assertThat(bytes(disk)).isGreaterThan(20_000);
      }
      assertThat(bytes(disk)).as("bytes after the end of the snapshot").isLessThan(10_000);
      assertThat(store.get(KEY)).isEqualTo(NEW);
    }
  }
}
