package org.pydb.engine.testkit.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.Workload;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * A tree in a pool that holds a part of it. Each commit writes all rows of a block with its own
 * number; the key of a block's count says how many commits there were.
 *
 * @param policy says which pages leave memory
 */
record TreeBeyondMemory(Supplier<Eviction> policy) implements Workload<TreeBeyondMemory.Range> {
  private static final int TREE = 16;
  private static final long POOL_BYTES = 24L * PageLayout.PAGE_SIZE;
  private static final int LOG_SEGMENT_SIZE = 64 << 10;
  private static final int VALUE_SIZE = 400;
  private static final int ROWS_OF_A_BLOCK = 60;
  private static final int BLOCKS = 12;
  private static final int COMMITS_OF_A_LIFE = 14;
  private static final byte[] COUNT_KEY = {};

  /** How many commits there may be. */
  record Range(int least, int most) {}

  private TreeStore open(Vfs vfs, StoreOptions.Mode mode) {
    return TreeStore.open(
        new StoreOptions(vfs, "tree", mode, POOL_BYTES, Runnable::run, LOG_SEGMENT_SIZE)
            .withEviction(policy));
  }

  // ------------------------------------------------------------------ with threads

  /** Writes more and more, while threads read; each finds what was there when it began. */
  void grow(Random random, int threads) throws Exception {
    MemoryVfs vfs = new MemoryVfs();
    int[] newest = new int[4 * BLOCKS];
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try (TreeStore store = open(vfs, StoreOptions.Mode.CREATE)) {
      for (int commit = 1; commit <= 180; commit++) {
        int block = random.nextInt(newest.length);
        write(store, block, commit);
        newest[block] = commit;
        if (commit % 45 == 0) {
          int[] expected = newest.clone();
          List<Future<?>> reading = new ArrayList<>();
          for (int i = 0; i < threads; i++) {
            reading.add(readers.submit(() -> checkBlocks(store, expected)));
          }
          for (Future<?> each : reading) {
            each.get();
          }
        }
      }
      checkBlocks(store, newest);
      assertThat(store.pool().residentBytes())
          .as("bytes of pages in memory")
          .isLessThanOrEqualTo(2 * POOL_BYTES);
      assertThat(store.pool().loads()).as("pages that came back").isPositive();
      assertThat(DatabaseVerifier.verify(store)).isEmpty();
    } catch (ExecutionException e) {
      throw new AssertionError("a reader, in a thread of its own", e.getCause());
    } finally {
      readers.shutdown();
    }
    try (TreeStore store = open(vfs, StoreOptions.Mode.EXISTING)) {
      checkBlocks(store, newest);
    }
  }

  private static void checkBlocks(TreeStore store, int[] expected) {
    try (TreeTransaction now = store.begin(true)) {
      for (int block = 0; block < expected.length; block++) {
        for (int row = 0; row < ROWS_OF_A_BLOCK; row++) {
          assertThat(find(store, now, key(block, row)))
              .as("row %d of block %d", row, block)
              .isEqualTo(expected[block]);
        }
      }
    }
  }

  // ------------------------------------------------------------------ with crashes

  @Override
  public void live(Life<Range> life) {
    life.promise(new Range(0, 0));
    try (TreeStore store = open(life.disk(), StoreOptions.Mode.CREATE)) {
      work(life, store, 0, COMMITS_OF_A_LIFE);
    }
  }

  @Override
  public void recover(Life<Range> life, Range promised) {
    try (TreeStore store = open(life.disk(), StoreOptions.Mode.CREATE)) {
      int found = check(store, promised);
      life.disk().lossIsSeen();
      life.promise(new Range(found, found));
      work(life, store, found, 2);
    }
    try (TreeStore store = open(life.disk(), StoreOptions.Mode.CREATE)) {
      assertThat(DatabaseVerifier.verify(store)).isEmpty();
    }
  }

  private static void work(Life<Range> life, TreeStore store, int done, int more) {
    for (int commit = done + 1; commit <= done + more; commit++) {
      life.promise(new Range(commit - 1, commit));
      life.begin("commit");
      write(store, commit % BLOCKS, commit);
      life.promise(new Range(commit, commit));
    }
    life.begin("close");
  }

  /** Checks that what is there is what some number of commits leaves; returns the number. */
  private static int check(TreeStore store, Range promised) {
    try (TreeTransaction now = store.begin(true)) {
      int count = find(store, now, COUNT_KEY);
      assertThat(count).as("commits").isBetween(promised.least, promised.most);
      for (int block = 0; block < BLOCKS; block++) {
        int last = count - Math.floorMod(count - block, BLOCKS);
        for (int row = 0; row < ROWS_OF_A_BLOCK; row++) {
          assertThat(find(store, now, key(block, row)))
              .as("row %d of block %d after %d commits", row, block, count)
              .isEqualTo(Math.max(last, 0));
        }
      }
      return count;
    }
  }

  // ------------------------------------------------------------------ rows

  private static byte[] key(int block, int row) {
    byte[] key = new byte[2 * Integer.BYTES];
    Bytes.putInt(key, 0, row); // Neighbours in the tree are of different blocks.
    Bytes.putInt(key, Integer.BYTES, block);
    return key;
  }

  private static void write(TreeStore store, int block, int commit) {
    byte[] value = new byte[VALUE_SIZE];
    Arrays.fill(value, (byte) commit);
    Bytes.putInt(value, 0, commit);
    try (TreeTransaction transaction = store.begin(false)) {
      put(transaction, COUNT_KEY, value);
      for (int row = 0; row < ROWS_OF_A_BLOCK; row++) {
        put(transaction, key(block, row), value);
      }
      transaction.commit();
    }
  }

  private static void put(TreeTransaction transaction, byte[] key, byte[] value) {
    transaction.writes().put(TREE, false, key, 0, key.length, value, 0, value.length);
  }

  /** The number of the commit that wrote a row; 0 if it is not there. */
  private static int find(TreeStore store, TreeTransaction now, byte[] key) {
    EntryPointer found = new EntryPointer();
    if (!now.find(TREE, key, 0, key.length, found)) {
      return 0;
    }
    byte[] value = found.value(store.file());
    int commit = Bytes.getInt(value, 0);
    assertThat(value).hasSize(VALUE_SIZE).endsWith((byte) commit);
    return commit;
  }
}
