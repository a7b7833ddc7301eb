package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.CountingVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Money moves between accounts from many threads, while others add it up and checkpoints run. No
 * sum may ever be off, in a snapshot or at the end.
 */
class ConcurrentTransfersTest {
  private static final String NAME = "bank.pydb";
  private static final int TREE = 16;
  private static final int ACCOUNTS = 2000;
  private static final long START = 1000;
  private static final int TRANSFERS = 1500;
  private static final int THREADS = 8;

  private final MemoryVfs vfs = new MemoryVfs();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong conflicts = new AtomicLong();

  @Test
  void moneyIsNeitherMadeNorLost() throws Exception {
    Random seeds = Seeds.random("ConcurrentTransfersTest");
    ExecutorService clients = Executors.newFixedThreadPool(THREADS + 3);
    try (TreeStore store = open()) {
      openAccounts(store);
      List<Future<?>> transfers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = seeds.nextLong();
        transfers.add(clients.submit(() -> transfer(store, new Random(seed))));
      }
      List<Future<?>> watchers = new ArrayList<>();
      watchers.add(clients.submit(() -> watch(store)));
      watchers.add(clients.submit(() -> watch(store)));
      watchers.add(clients.submit(() -> checkpoint(store)));
      for (Future<?> transfer : transfers) {
        transfer.get();
      }
      done.set(true);
      for (Future<?> watcher : watchers) {
        watcher.get();
      }
      assertThat(sum(store)).isEqualTo(ACCOUNTS * START);
      store.checkpoint();
      // Nobody holds a snapshot any more, so only what is reached is taken.
      long taken = store.space().takenCount();
      assertThat(taken).isLessThan(200);
    } finally {
      done.set(true);
      clients.shutdownNow();
      background.shutdownNow();
    }
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private TreeStore open() {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 150_000, background));
  }

  private static void openAccounts(TreeStore store) {
    try (TreeTransaction transaction = store.begin(false)) {
      for (int account = 0; account < ACCOUNTS; account++) {
        put(transaction, account, START);
      }
      transaction.commit();
    }
  }

  private void transfer(TreeStore store, Random random) {
    for (int i = 0; i < TRANSFERS; ) {
      int from = random.nextInt(ACCOUNTS);
      int to = random.nextInt(ACCOUNTS);
      try (TreeTransaction transaction = store.begin(false)) {
        long amount = 1L + random.nextInt(10);
        put(transaction, from, get(transaction, from) - amount);
        put(transaction, to, get(transaction, to) + amount);
        if (random.nextInt(10) > 0) {
          transaction.commit();
        }
        i++;
      } catch (WriteConflictException e) {
        conflicts.incrementAndGet();
      }
    }
  }

  private void watch(TreeStore store) {
    do {
      assertThat(sum(store)).isEqualTo(ACCOUNTS * START);
    } while (!done.get());
  }

  private void checkpoint(TreeStore store) {
    do {
      store.checkpoint();
    } while (!done.get());
  }

  private static long sum(TreeStore store) {
    long sum = 0;
    try (TreeTransaction transaction = store.begin(true)) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(transaction.view(), TREE, KeyRange.ALL, false);
      while (cursor.next()) {
        sum += Bytes.getLong(cursor.node().bytes(), cursor.node().valueStart(cursor.index()));
      }
    }
    return sum;
  }

  private static void put(TreeTransaction transaction, int account, long balance) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, account);
    byte[] value = new byte[40];
    Bytes.putLong(value, 0, balance);
    transaction.writes().put(TREE, true, key, 0, 4, value, 0, value.length);
  }

  private static long get(TreeTransaction transaction, int account) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, account);
    EntryPointer found = new EntryPointer();
    assertThat(transaction.find(TREE, key, 0, 4, found)).isTrue();
    return Bytes.getLong(found.node().bytes(), found.node().valueStart(found.index()));
  }

  /** A commit of a single client costs one sync, and one write, and no more. */
  @Test
  void commitSyncsOnce() {
    CountingVfs counting = new CountingVfs(new MemoryVfs());
    try (TreeStore store =
        TreeStore.open(
            new StoreOptions(
                counting, NAME, StoreOptions.Mode.CREATE, 10_000_000, Runnable::run))) {
      for (int i = 0; i < 10; i++) {
        commit(store, i);
      }
      CountingVfs.Counts before = counting.counts(NAME + "-wal");
      for (int i = 0; i < 1000; i++) {
        commit(store, i);
      }
      CountingVfs.Counts made = counting.counts(NAME + "-wal").since(before);
      assertThat(made.syncs()).isEqualTo(1000);
      assertThat(made.writes()).isEqualTo(1000);
    }
    background.shutdownNow();
  }

  /**
   * A store was closed while a checkpoint ran in the background: the checkpoint was in the file,
   * but could not be noted in the log any more, and gave up its version twice. The last checkpoint
   * then failed.
   */
  @Test
  void closesWhileACheckpointRuns() throws Exception {
    for (int round = 0; round < 30; round++) {
      TreeStore store = open();
      commit(store, round);
      Future<?> checkpoint =
          background.submit(
              () -> {
                for (int i = 0; ; i++) {
                  commit(store, i);
                  store.checkpoint();
                }
              });
      store.close();
      assertThatThrownBy(checkpoint::get).hasCauseInstanceOf(DatabaseClosedException.class);
      assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
    }
    background.shutdownNow();
  }

  private static void commit(TreeStore store, int account) {
    try (TreeTransaction transaction = store.begin(false)) {
      put(transaction, account, 1);
      transaction.commit();
    }
  }
}
