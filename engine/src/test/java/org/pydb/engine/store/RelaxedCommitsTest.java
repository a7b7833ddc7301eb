package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * Commits that do not wait for the sync. The model is a count: commit <i>n</i> puts key <i>n</i>
 * and takes away key <i>n - 10</i>, so what is found says how many commits are there, and shows a
 * hole among them.
 */
class RelaxedCommitsTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final int LIVES = Integer.getInteger("pydb.lives", 60);
  private static final int KEPT = 10;

  private final Deque<Runnable> background = new ArrayDeque<>();
  private int committed;
  private int durable;

  /** The power fails: what is left is a beginning of the commits, with the last full one in it. */
  @Test
  void lossOfPowerTakesTheLastCommitsOnly() {
    Random random = Seeds.random("lossOfPowerTakesTheLastCommitsOnly");
    PowerLossVfs disk = new PowerLossVfs();
    int lost = 0;
    for (int life = 0; life < LIVES; life++) {
      FaultyVfs faulty = new FaultyVfs(disk);
      faulty.failFrom(
          Operation.CHANGES, random.nextInt(300), () -> new StorageException("no power"));
      live(faulty, random);
      background.clear();
      disk = disk.afterPowerLoss(random);
      int found = check(disk);
      assertThat(found).isBetween(durable, committed + 1); // One more may have been under way.
      lost += found < committed ? 1 : 0;
      committed = found;
      durable = found;
    }
    assertThat(lost).as("lives that have lost relaxed commits").isPositive();
  }

  private void live(FaultyVfs faulty, Random random) {
    try (TreeStore store = open(faulty)) {
      int commits = 60 + random.nextInt(60);
      for (int i = 0; i < commits; i++) {
        boolean full = random.nextInt(8) == 0;
        commit(store, full);
        if (random.nextInt(6) == 0) {
          runBackground();
        }
        if (random.nextInt(15) == 0) {
          store.checkpoint();
          durable = committed;
        }
      }
    } catch (EngineException e) {
      return; // The power has failed.
    }
    durable = committed;
  }

  private void runBackground() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private void commit(TreeStore store, boolean full) {
    byte[] key = key(committed);
    byte[] old = key(committed - KEPT);
    try (TreeTransaction transaction = store.begin(false)) {
      transaction.writes().put(TREE, true, key, 0, 4, new byte[200], 0, 200);
      transaction.writes().delete(TREE, true, old, 0, 4);
      if (full) {
        transaction.commit();
      } else {
        transaction.commitRelaxed();
      }
    }
    committed++;
    durable = full ? committed : durable;
  }

  private static byte[] key(int number) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    return key;
  }

  /** Opens the file and returns how many commits are there. */
  private int check(PowerLossVfs disk) {
    int found;
    try (TreeStore store = open(new FaultyVfs(disk))) {
      found = count(store);
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
    return found;
  }

  private static int count(TreeStore store) {
    try (TreeTransaction transaction = store.begin(true)) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(transaction.view(), TREE, KeyRange.ALL, false);
      int next = -1;
      int keys = 0;
      while (cursor.next()) {
        int key = Bytes.getInt(cursor.node().head(cursor.index()), 0);
        assertThat(next == -1 || key == next).as("key %s, expected %s", key, next).isTrue();
        next = key + 1;
        keys++;
      }
      assertThat(keys).isEqualTo(Math.min(KEPT, Math.max(0, next)));
      return Math.max(0, next);
    }
  }

  /** The process dies, the machine goes on: nothing is lost. */
  @Test
  void deathOfTheProcessLosesNothing() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(new FaultyVfs(disk));
    for (int i = 0; i < 50; i++) {
      commit(store, false);
    }
    assertThat(store.log().syncedPosition()).isLessThan(store.log().endPosition());
    assertThat(check(new PowerLossVfs(disk.contents()))).isEqualTo(50);
    runBackground();
    store.close();
  }

  /** Nobody commits any more, and yet the log is synced. */
  @Test
  void theBackgroundSyncs() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store =
        TreeStore.open(
            new StoreOptions(
                new FaultyVfs(disk), NAME, StoreOptions.Mode.CREATE, 200_000, threads));
    commit(store, false);
    while (store.log().syncedPosition() < store.log().endPosition()) {
      Thread.sleep(5); // For ever, if nobody syncs: the build's own limit ends that.
    }
    assertThat(check(disk.afterPowerLoss(new Random(1)))).isEqualTo(1);
    store.close();
    threads.shutdown();
  }

  /** A full commit after relaxed ones makes them durable as well. */
  @Test
  void fullCommitCoversThoseBeforeIt() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(new FaultyVfs(disk));
    commit(store, false);
    commit(store, false);
    commit(store, true);
    assertThat(check(disk.afterPowerLoss(new Random(1)))).isEqualTo(3);
    runBackground();
    store.close();
  }

  /** The sync in the background fails: the next commit is refused, however relaxed it is. */
  @Test
  void failedSyncInTheBackgroundStopsTheStore() {
    FaultyVfs faulty = new FaultyVfs(new PowerLossVfs());
    TreeStore store = open(faulty);
    commit(store, false);
    faulty.failOnce(EnumSet.of(Operation.SYNC), 0, () -> new StorageException("bad medium"));
    runBackground();
    assertThatThrownBy(() -> commit(store, false)).isInstanceOf(DatabaseFailedException.class);
    assertThatThrownBy(store::close).isInstanceOf(DatabaseFailedException.class);
  }

  private TreeStore open(FaultyVfs vfs) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 200_000, background::add, 64 << 10));
  }
}
