package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.crash.SimulatedDisk;

/** What nobody closes is closed when nobody can reach it any more: its room is given back. */
@SuppressWarnings("MustBeClosedChecker") // that they are not closed is what is tried
class LeakedSnapshotTest {
  private static final int COLLECTIONS_MAX = 200;

  /** The bytes of all values at a time. */
  private static final int VALUES = 40 * 500;

  private final SimulatedDisk disk = new SimulatedDisk(1);

  private KeyValueStore open() {
    return KeyValueStore.open(
        KeyValueOptions.at(Path.of("test"))
            .withVfs(disk)
            .withEngine(LogEngine.with(IndexFactory.SKIP_LIST, 4 << 10))
            .withExecutor(Runnable::run));
  }

  private static void overwrite(KeyValueStore store) {
    for (int i = 0; i < 120; i++) {
      store.set(key(i % 40), new byte[500]);
    }
  }

  private static byte[] key(int i) {
    return ("key " + i).getBytes(UTF_8);
  }

  private long bytes() {
    return disk.state().contents().values().stream().mapToLong(file -> file.length).sum();
  }

  /** Collects garbage until the merged segments are gone that a snapshot had held. */
  private void awaitLessThan(long count) {
    for (int i = 0; i < COLLECTIONS_MAX && bytes() > count; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(bytes()).isLessThan(count);
  }

  @Test
  void snapshotThatIsLostLetsGo() {
    try (KeyValueStore store = open()) {
      overwrite(store);
      long before = bytes();
      Supplier<byte[]> unused = lost(store);
      overwrite(store);
      awaitLessThan(before + VALUES / 2);
    }
  }

  /** Reads through a snapshot that then is out of reach. */
  private static Supplier<byte[]> lost(KeyValueStore store) {
    Snapshot snapshot = store.snapshot();
    byte[] found = snapshot.get(key(1));
    return () -> found;
  }

  /** A cursor keeps the snapshot below it, whether or not somebody else does. */
  @Test
  void snapshotStaysAsLongAsItsCursor() {
    try (KeyValueStore store = open()) {
      overwrite(store);
      long before = bytes();
      EntryCursor cursor = store.snapshot().scan(KeyRange.ALL, false);
      overwrite(store);
      for (int i = 0; i < 5; i++) {
        System.gc();
      }
      assertThat(bytes()).isGreaterThan(before + VALUES / 2);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.value()).hasSize(500);
      cursor = null;
      awaitLessThan(before + VALUES / 2);
    }
  }
}
