package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.DiskState;
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
