package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Memory runs out at the n-th read, write or sync, for one n after the other, once or for a while:
 * while the store is opened, in whichever thread commits or checkpoints, or while it is closed.
 * Nobody waits for ever, a commit that returned is there, one that failed is not, but for those
 * whose outcome was said to be unknown; and the file opens again.
 */
class OutOfMemorySweepTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final int CLIENTS = 3;
  private static final int COMMITS = 12;

  /** Keys of one commit, which are there all or none. */
  private static final int KEYS = 3;

  private static final int VALUE = 1500;

  private static final Set<Operation> ALL =
      EnumSet.of(Operation.READ, Operation.WRITE, Operation.SYNC, Operation.TRUNCATE);

  /** What a client knows of its commit. */
  private enum Outcome {
    NONE,
    COMMITTED,
    FAILED,
    UNKNOWN
  }

  /** The number of the commit that comes after all others. */
  private static final int LAST = CLIENTS * COMMITS;

  private final Outcome[] outcomes = new Outcome[LAST + 1];
  private MemoryVfs disk = new MemoryVfs();
  private FaultyVfs vfs = new FaultyVfs(disk);

  /** Whether the store has said that it takes no more commits. */
  private volatile boolean failed;

  @Test
  void once() throws Exception {
    sweep("once", false);
  }

  /** The one that has to clean up has no memory for that either. */
  @Test
  void forAWhile() throws Exception {
    sweep("forAWhile", true);
  }

  private void sweep(String test, boolean lasting) throws Exception {
    Random random = Seeds.random("OutOfMemorySweepTest." + test);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Operation operation : ALL) {
        boolean met = true;
        for (int n = 0; met && n < 2000; n += 1 + random.nextInt(3 + n / 8)) {
          met = live(operation, n, lasting, random, threads);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One life of a store; whether it got as far as to the fault. */
  private boolean live(
      Operation operation, int n, boolean lasting, Random random, ExecutorService threads)
      throws Exception {
    String when = operation + " " + n + (lasting ? " and after" : "");
    disk = new MemoryVfs();
    vfs = new FaultyVfs(disk);
    Arrays.fill(outcomes, Outcome.NONE);
    failed = false;
    boolean[] met = {false};
    fill();
    Runnable plant =
        () -> {
          Set<Operation> failing = EnumSet.of(operation);
          if (lasting) {
            vfs.failFrom(failing, n, () -> outOfMemory(met));
          } else {
            vfs.failOnce(failing, n, () -> outOfMemory(met));
          }
        };
    plant.run();
    try (TreeStore store = open(threads)) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int number = client;
        Random own = new Random(random.nextLong());
        clients.add(threads.submit(() -> commits(store, number, own)));
      }
      for (Future<?> client : clients) {
        Object unused = client.get(60, TimeUnit.SECONDS);
      }
      vfs.heal();
      afterwards(store, when);
      if (!met[0]) {
        plant.run(); // Then perhaps while it is closed.
      }
    } catch (OutOfMemoryError | EngineException e) {
      assertThat(met[0]).as(when + ": " + e).isTrue();
    }
    vfs.heal();
    try (TreeStore store = open(Runnable::run)) {
      check(store, when + ", opened again");
      commit(store, 0, random);
      assertThat(DatabaseVerifier.verify(store)).as(when).isEmpty();
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).as(when).isEmpty();
    return met[0];
  }

  private static RuntimeException outOfMemory(boolean[] met) {
    met[0] = true;
    throw new OutOfMemoryError("planted");
  }

  private TreeStore open(Executor executor) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 256 << 10, executor, 32 << 10));
  }

  /** Enough that the pool cannot keep it. */
  private void fill() {
    try (TreeStore store = open(Runnable::run);
        TreeTransaction transaction = store.begin(false)) {
      for (int i = 0; i < 300; i++) {
        put(transaction, 10_000 + i);
      }
      transaction.commit();
    }
  }

  private void commits(TreeStore store, int client, Random random) {
    for (int i = 0; i < COMMITS; i++) {
      commit(store, client * COMMITS + i, random);
      if (random.nextInt(6) == 0) {
        try {
          store.checkpoint();
        } catch (OutOfMemoryError | EngineException e) {
          vfs.heal();
        }
      }
    }
  }

  private void commit(TreeStore store, int number, Random random) {
    outcomes[number] = Outcome.UNKNOWN;
    try (TreeTransaction transaction = store.begin(false)) {
      for (int key = number * KEYS; key < (number + 1) * KEYS; key++) {
        put(transaction, key);
      }
      put(transaction, 10_000 + 100 * (number / COMMITS) + random.nextInt(100));
      if (random.nextBoolean()) {
        transaction.commit();
      } else {
        transaction.commitRelaxed();
      }
      outcomes[number] = Outcome.COMMITTED;
    } catch (CommitUnknownException e) {
      vfs.heal();
    } catch (DatabaseFailedException e) {
      outcomes[number] = Outcome.FAILED;
      failed = true;
    } catch (OutOfMemoryError e) {
      outcomes[number] = Outcome.FAILED;
      vfs.heal(); // There is memory again after a while.
    }
  }

  private static void put(TreeTransaction transaction, int number) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    transaction.writes().put(TREE, true, key, 0, 4, value(number), 0, VALUE);
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE];
    new Random(number).nextBytes(value);
    return value;
  }

  /** Either it has failed for good, or it goes on. */
  private void afterwards(TreeStore store, String when) {
    check(store, when);
    if (!failed && store.pipeline().failure() == null) {
      commit(store, LAST, new Random(0));
      assertThat(failed || outcomes[LAST] == Outcome.COMMITTED).as(when).isTrue();
    }
  }

  private void check(TreeStore store, String when) {
    try (TreeTransaction transaction = store.begin(true)) {
      for (int number = 0; number < outcomes.length; number++) {
        int found = 0;
        for (int key = number * KEYS; key < (number + 1) * KEYS; key++) {
          byte[] bytes = new byte[4];
          Bytes.putInt(bytes, 0, key);
          EntryPointer entry = new EntryPointer();
          if (transaction.find(TREE, bytes, 0, 4, entry)) {
            found++;
            assertThat(entry.value(store.file())).as(when).isEqualTo(value(key));
          }
        }
        String what = when + ": commit " + number + ", " + outcomes[number];
        switch (outcomes[number]) {
          case COMMITTED -> assertThat(found).as(what).isEqualTo(KEYS);
          case NONE, FAILED -> assertThat(found).as(what).isZero();
          case UNKNOWN -> assertThat(found).as(what).isIn(0, KEYS);
        }
      }
    }
  }
}
