package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.Vfs;

/**
 * Recovery of a log with many changes, at random, over more leaves than there is room for: leaves
 * are read ahead in other threads and written while others are changed. Whoever runs what is to be
 * done in the background, at once, at the same time or never, the outcome is the same.
 */
class RecoveryAheadTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final int KEYS = 30_000;
  private static final int CHANGES = 8_000;
  private static final int VALUE = 150;
  private static final long POOL = 4 << 20;

  private final Random random = Seeds.random("RecoveryAheadTest");
  private final Map<Integer, Integer> model = new TreeMap<>();

  @Test
  void recoveryIsTheSameWhoeverReadsAhead() throws Exception {
    Map<String, byte[]> left = crash();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Executor never = task -> {};
      Executor refuses =
          task -> {
            throw new RejectedExecutionException("no threads");
          };
      for (Executor executor : new Executor[] {threads, Runnable::run, never, refuses}) {
        recover(new PowerLossVfs(left), executor);
      }
    } finally {
      threads.shutdown();
    }
  }

  private Map<String, byte[]> crash() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(disk, task -> {});
    for (int key = 0; key < KEYS; ) {
      try (TreeTransaction transaction = store.begin(false)) {
        for (int i = 0; i < 1_000; i++) {
          put(transaction, key++);
        }
        transaction.commit();
      }
    }
    store.checkpoint();
    for (int i = 0; i < CHANGES; ) {
      try (TreeTransaction transaction = store.begin(false)) {
        for (int j = 0; j < 500; j++, i++) {
          change(transaction, random.nextInt(KEYS));
        }
        transaction.commit();
      }
    }
    Map<String, byte[]> left = disk.contents();
    store.close();
    return left;
  }

  private void change(TreeTransaction transaction, int key) {
    if (random.nextInt(8) == 0) {
      byte[] bytes = bytes(key, 0);
      transaction.writes().delete(TREE, true, bytes, 0, 4);
      model.remove(key);
    } else {
      put(transaction, key);
    }
  }

  private void put(TreeTransaction transaction, int key) {
    int value = random.nextInt();
    byte[] bytes = bytes(key, value);
    transaction.writes().put(TREE, true, bytes, 0, 4, bytes, 4, VALUE);
    model.put(key, value);
  }

  private static byte[] bytes(int key, int value) {
    byte[] bytes = new byte[4 + VALUE];
    Bytes.putInt(bytes, 0, key);
    Bytes.putInt(bytes, 4, value);
    return bytes;
  }

  private void recover(PowerLossVfs disk, Executor executor) {
    try (TreeStore store = open(disk, executor)) {
      assertThat(contents(store).equals(model)).as("as it was committed").isTrue();
      try (TreeTransaction transaction = store.begin(true)) {
        assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      }
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }

  private static Map<Integer, Integer> contents(TreeStore store) {
    Map<Integer, Integer> found = new TreeMap<>();
    try (TreeTransaction transaction = store.begin(true)) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(transaction.view(), TREE, KeyRange.ALL, false);
      while (cursor.next()) {
        int key = Bytes.getInt(cursor.node().head(cursor.index()), 0);
        found.put(
            key, Bytes.getInt(cursor.node().bytes(), cursor.node().valueStart(cursor.index())));
      }
    }
    return found;
  }

  private static TreeStore open(Vfs vfs, Executor executor) {
    return TreeStore.open(new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, POOL, executor));
  }
}
