package org.pydb.engine.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * The check of an open database finds what is wrong with pages and their use, and finds nothing
 * else, whatever others do meanwhile.
 */
class LiveCheckTest {
  private static final String NAME = "shop.pydb";
  private static final int WRITERS = 4;
  private static final int CHECKS = 25;

  private final MemoryVfs vfs = new MemoryVfs();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean done = new AtomicBoolean();

  @AfterEach
  void endThreads() {
    done.set(true);
    threads.shutdown();
  }

  private TreeStore open(long poolBytes) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, poolBytes, threads));
  }

  // ------------------------------------------------------------------ nothing to find

  /**
   * Four threads write rows large and small, drop and fill trees, spill write sets, roll back and
   * hold snapshots, in a pool that is much too small; checkpoints run. No check finds anything.
   */
  @Test
  void nothingIsFoundWhileOthersWrite() throws Exception {
    Random random = Seeds.random("LiveCheckTest");
    try (TreeStore store = open(200_000)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        long seed = random.nextLong();
        running.add(threads.submit(() -> write(store, new Random(seed))));
      }
      running.add(threads.submit(() -> checkpoint(store)));
      running.add(threads.submit(() -> holdSnapshots(store, new Random(random.nextLong()))));
      for (int i = 0; i < CHECKS; i++) {
        assertThat(DatabaseVerifier.verify(store)).isEmpty();
      }
      done.set(true);
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(DatabaseVerifier.verify(store)).isEmpty();
    }
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private void write(TreeStore store, Random random) {
    int tree = store.nextTreeId().getAndIncrement();
    while (!done.get()) {
      boolean dropped = random.nextInt(30) == 0;
      try (TreeTransaction transaction = store.begin(false)) {
        if (dropped) { // Its id is never used again.
          change(transaction, tree, random.nextInt(3000), random);
          transaction.dropTree(tree);
          tree = store.nextTreeId().getAndIncrement();
        }
        boolean isLarge = random.nextInt(20) == 0;
        for (int i = isLarge ? 1500 : random.nextInt(20); i >= 0; i--) {
          change(transaction, tree, random.nextInt(3000), random);
        }
        if (dropped || random.nextInt(5) > 0) {
          transaction.commit();
        }
      }
    }
  }

  private static void change(TreeTransaction transaction, int tree, int number, Random random) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    if (random.nextInt(3) == 0) {
      transaction.writes().delete(tree, true, key, 0, 4);
    } else {
      byte[] value = new byte[random.nextInt(random.nextInt(100) == 0 ? 30_000 : 200)];
      transaction.writes().put(tree, true, key, 0, 4, value, 0, value.length);
    }
  }

  private void checkpoint(TreeStore store) {
    while (!done.get()) {
      store.checkpoint();
    }
  }

  private void holdSnapshots(TreeStore store, Random random) {
    List<TreeTransaction> held = new ArrayList<>();
    while (!done.get()) {
      held.add(store.begin(true));
      if (held.size() > 5) {
        held.remove(random.nextInt(held.size())).close();
      }
      Thread.onSpinWait();
    }
    held.forEach(TreeTransaction::close);
  }

  // ------------------------------------------------------------------ something to find

  private static void fill(TreeStore store) {
    Random random = new Random(7);
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = 0; i < 3000; i++) {
        change(transaction, 16, i, random);
      }
      transaction.commit();
    }
    store.checkpoint();
  }

  @Test
  void pageThatNothingLeadsToIsFound() {
    try (TreeStore store = open(4_000_000)) {
      fill(store);
      long lost = store.space().allocate(1);
      assertThat(DatabaseVerifier.verify(store))
          .hasSize(2)
          .contains("page " + lost + " counts as used, but nothing leads to it")
          .anyMatch(finding -> finding.startsWith("What to do about pages"));
    }
  }

  @Test
  void pageThatIsFreeButInUseIsFound() {
    try (TreeStore store = open(4_000_000)) {
      fill(store);
      PageRef root = store.pipeline().current().roots().getOrEmpty(16).root();
      assertThat(root).isNotNull();
      store.space().discard(List.of(new PageRef(root.number(), root.generation())));
      assertThat(DatabaseVerifier.verify(store))
          .contains("page " + root.number() + " is in use, but counts as free");
    }
  }

  /** The page is in memory, so nobody else would notice before the database is opened anew. */
  @Test
  void damageBehindTheCacheIsFound() {
    try (TreeStore store = open(4_000_000)) {
      fill(store);
      assertThat(DatabaseVerifier.verify(store)).isEmpty();
      PageRef root = store.pipeline().current().roots().getOrEmpty(16).root();
      assertThat(root).isNotNull();
      flip(root.number());
      assertThat(DatabaseVerifier.verify(store))
          .anyMatch(f -> f.startsWith("tree 16") && f.contains("page " + root.number()))
          .anyMatch(f -> f.startsWith("What to do about damage: restore a backup"))
          .noneMatch(f -> f.contains("nothing leads to it"));
    }
  }

  @Test
  void damagedFreeMapIsFound() {
    try (TreeStore store = open(4_000_000)) {
      fill(store);
      PagePointer map = pageOfFreeMap(store);
      flip(map.number());
      assertThat(DatabaseVerifier.verify(store))
          .anyMatch(f -> f.startsWith("the map of free pages") && f.contains("" + map.number()));
    }
  }

  private static PagePointer pageOfFreeMap(TreeStore store) {
    var census = store.census();
    assertThat(census).isNotNull();
    store.pipeline().release(census.current());
    store.pipeline().release(census.durable());
    return census.mapPages().get(0);
  }

  private void flip(long page) {
    try (VfsFile file = vfs.open(NAME, Vfs.OpenMode.READ_WRITE)) {
      byte[] bytes = new byte[1];
      long at = page * PageLayout.PAGE_SIZE + 1000;
      file.read(at, bytes, 0, 1);
      bytes[0] ^= 1;
      file.write(at, bytes, 0, 1);
    }
  }
}
