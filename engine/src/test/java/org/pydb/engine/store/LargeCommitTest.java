package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.Meta;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * Large commits are applied beside the pipeline, while others commit and checkpoints run, and the
 * power may fail at any moment: then each client finds what it was told was committed, and perhaps
 * the commit that was under way, whole.
 */
class LargeCommitTest {
  private static final String NAME = "test.pydb";

  /** Small, so that a segment which is freed too early is soon written over. */
  private static final int SEGMENT_SIZE = 16 << 10;

  private static final int LIVES = Integer.getInteger("pydb.lives", 12);

  /** One client with keys of its own, and what it knows to be committed. */
  private static final class Client {
    final int tree;
    final int from;
    NavigableMap<byte[], byte[]> committed = newMap();
    @Nullable NavigableMap<byte[], byte[]> underWay;

    Client(int tree, int from) {
      this.tree = tree;
      this.from = from;
    }

    void commit(TreeStore store, int changes, Random random) {
      NavigableMap<byte[], byte[]> next = newMap();
      next.putAll(committed);
      boolean done = false;
      try (TreeTransaction transaction = store.begin(false)) {
        for (int i = 0; i < changes; i++) {
          change(transaction, next, random);
        }
        underWay = next;
        transaction.commit();
        done = true;
      } finally {
        if (done) {
          committed = next;
          underWay = null;
        }
      }
    }

    private void change(
        TreeTransaction transaction, NavigableMap<byte[], byte[]> model, Random random) {
      byte[] key = new byte[4];
      Bytes.putInt(key, 0, from + random.nextInt(20_000));
      if (random.nextInt(4) > 0) {
        byte[] value = new byte[random.nextInt(400) == 0 ? 9000 : random.nextInt(120)];
        random.nextBytes(value);
        transaction.writes().put(tree, false, key, 0, 4, value, 0, value.length);
        model.put(key, value);
      } else if (model.remove(key) != null) {
        transaction.writes().delete(tree, false, key, 0, 4);
      }
    }

    void check(TreeStore store) {
      NavigableMap<byte[], byte[]> found = newMap();
      byte[] lower = new byte[4];
      byte[] upper = new byte[4];
      Bytes.putInt(lower, 0, from);
      Bytes.putInt(upper, 0, from + 20_000);
      try (TreeTransaction transaction = store.begin(true)) {
        ViewCursor cursor = new ViewCursor();
        cursor.open(transaction.view(), tree, new KeyRange(lower, upper), false);
        EntryPointer entry = new EntryPointer();
        while (cursor.next()) {
          entry.set(cursor.node(), cursor.index());
          found.put(cursor.node().head(cursor.index()), entry.value(store.file()));
        }
      }
      NavigableMap<byte[], byte[]> perhaps = underWay;
      if (perhaps != null && same(found, perhaps)) {
        committed = perhaps;
      }
      underWay = null;
      assertThat(same(found, committed))
          .as("tree %s: found %s, committed %s", tree, found.size(), committed.size())
          .isTrue();
    }
  }

  private static NavigableMap<byte[], byte[]> newMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  private static boolean same(NavigableMap<byte[], byte[]> a, NavigableMap<byte[], byte[]> b) {
    return a.size() == b.size()
        && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
  }

  private final Client large = new Client(16, 0);
  private final Client large2 = new Client(17, 0);
  private final Client elsewhere = new Client(18, 0);

  /** Commits to the tree of the first large one, so that this has to be put on top of its work. */
  private final Client beside = new Client(16, 1_000_000);

  @Test
  void othersCommitMeanwhile() throws InterruptedException {
    Random random = Seeds.random("LargeCommitTest");
    PowerLossVfs disk = new PowerLossVfs();
    for (int life = 0; life < LIVES; life++) {
      FaultyVfs faulty = new FaultyVfs(disk);
      if (life % 4 > 0) {
        faulty.failFrom(
            Operation.CHANGES, random.nextInt(2500), () -> new StorageException("no power"));
      }
      live(faulty, random, life % 2 == 0);
      disk = disk.afterPowerLoss(random);
      check(disk);
    }
  }

  /** A serializable transaction reads a tree, changes much of it, and nobody else does. */
  @Test
  void itsOwnChangesAreNoConflictWithWhatItHasRead() {
    Random random = Seeds.random("itsOwnChangesAreNoConflictWithWhatItHasRead");
    try (TreeStore store = open(new FaultyVfs(new PowerLossVfs()))) {
      large.commit(store, 100, random);
      try (TreeTransaction transaction = store.begin(false)) {
        transaction.trackReads(tree -> "tree " + tree);
        ViewCursor cursor = new ViewCursor();
        cursor.open(transaction.view(), large.tree, KeyRange.ALL, false);
        while (cursor.next()) {
          assertThat(cursor.node()).isNotNull();
        }
        for (int i = 0; i < 5_000; i++) {
          large.change(transaction, large.committed, random);
        }
        elsewhere.commit(store, 1, random);
        transaction.commit();
      }
      large.check(store);
    }
  }

  private void live(FaultyVfs faulty, Random random, boolean sameTree) throws InterruptedException {
    try (TreeStore store = open(faulty)) {
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> others = new ArrayList<>();
      List<Thread> largeOnes =
          List.of(
              large(store, large, 3, random.nextLong()),
              large(store, large2, 3, random.nextLong()));
      others.add(client(store, elsewhere, random.nextLong(), stop));
      if (sameTree) {
        others.add(client(store, beside, random.nextLong(), stop));
      }
      others.forEach(Thread::start);
      largeOnes.forEach(Thread::start);
      for (Thread each : largeOnes) {
        each.join();
      }
      stop.set(true);
      for (Thread other : others) {
        other.join();
      }
    } catch (EngineException e) {
      assertThat(e).hasMessageContaining(""); // The power failed while it was opened or closed.
    }
  }

  private static Thread large(TreeStore store, Client client, int commits, long seed) {
    Random random = new Random(seed);
    return new Thread(
        () -> {
          try {
            for (int i = 0; i < commits; i++) {
              client.commit(store, 1000 + random.nextInt(4000), random);
            }
          } catch (EngineException e) {
            return; // The power has failed.
          }
        });
  }

  private static Thread client(TreeStore store, Client client, long seed, AtomicBoolean stop) {
    Random random = new Random(seed);
    return new Thread(
        () -> {
          try {
            while (!stop.get()) {
              client.commit(store, 1 + random.nextInt(5), random);
              if (random.nextInt(20) == 0) {
                store.checkpoint();
              }
            }
          } catch (EngineException e) {
            return; // The power has failed.
          }
        });
  }

  private static TreeStore open(FaultyVfs vfs) {
    return TreeStore.open(
        new StoreOptions(
            vfs, NAME, StoreOptions.Mode.CREATE, 300_000, Runnable::run, SEGMENT_SIZE));
  }

  private void check(PowerLossVfs disk) {
    if (!disk.contents().containsKey(NAME)) {
      return;
    }
    try (TreeStore store = open(new FaultyVfs(disk))) {
      for (Client client : List.of(large, large2, elsewhere, beside)) {
        client.check(store);
      }
      try (TreeTransaction transaction = store.begin(true)) {
        assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      }
      store.checkpoint();
      assertThat(store.space().takenCount())
          .isEqualTo(Math.max(Meta.FIRST_DATA_PAGE, store.durablePages()));
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }
}
