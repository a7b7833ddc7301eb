package org.pydb.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * The power fails at some write or sync, in whatever the store is doing: commit, checkpoint,
 * eviction, vacuum, recovery, opening or closing. What was not synced is lost, or torn, as chance
 * has it. The store then opens with every commit that was acknowledged, the one that was under way
 * at most besides, and whole.
 */
class PowerLossTest {
  private static final String NAME = "test.pydb";
  private static final int FIRST_TREE = 16;
  private static final int LIVES = Integer.getInteger("pydb.lives", 60);

  /** After so many lives a new store begins: this one has grown too large to be quick. */
  private static final int LIVES_OF_A_STORE = 100;

  /** All trees of the store in one map: the tree's id is in front of the key. */
  private NavigableMap<byte[], byte[]> committed = new TreeMap<>(Arrays::compareUnsigned);

  /** What is there if the commit that was under way got through; null if none was. */
  private NavigableMap<byte[], byte[]> underWay;

  private final int[] trees = new int[3];
  private int nextTree;

  @Test
  void acknowledgedCommitsSurvive() {
    Random random = Seeds.random("PowerLossTest");
    PowerLossVfs disk = new PowerLossVfs();
    int cuts = 0;
    for (int life = 0; life < LIVES; life++) {
      if (life % LIVES_OF_A_STORE == 0) {
        disk = new PowerLossVfs();
        beginAnew();
      }
      FaultyVfs faulty = new FaultyVfs(disk);
      faulty.failFrom(
          Operation.CHANGES, random.nextInt(600), () -> new StorageException("no power"));
      cuts += live(faulty, random) ? 0 : 1;
      disk = disk.afterPowerLoss(random);
      check(disk);
    }
    assertThat(cuts).as("lives that the power ended").isGreaterThan(LIVES / 5);
  }

  /** Whatever a crash leaves of a database in the making, the next one to open it makes it. */
  @Test
  void makingADatabaseMayBeCutOff() {
    Random random = Seeds.random("makingADatabaseMayBeCutOff");
    for (int change = 0; change < 20; change++) {
      for (int i = 0; i < 20; i++) {
        PowerLossVfs disk = new PowerLossVfs();
        FaultyVfs faulty = new FaultyVfs(disk);
        faulty.failFrom(Operation.CHANGES, change, () -> new StorageException("no power"));
        live(faulty, random);
        beginAnew();
        PowerLossVfs left = disk.afterPowerLoss(random);
        try (TreeStore store = open(new FaultyVfs(left))) {
          put(store, "first");
        }
        assertThat(DatabaseVerifier.verifyFile(left, NAME)).isEmpty();
      }
    }
  }

  /** A full disk fails commits and nothing else: what was committed stays, and goes on to grow. */
  @Test
  void fullDiskLosesNothing() {
    Random random = Seeds.random("fullDiskLosesNothing");
    PowerLossVfs disk = new PowerLossVfs();
    for (int life = 0; life < LIVES / 5; life++) {
      if (life % LIVES_OF_A_STORE == 0) {
        disk = new PowerLossVfs();
        beginAnew();
      }
      FaultyVfs faulty = new FaultyVfs(disk);
      faulty.fullAfter(random.nextInt(2_000_000));
      try (TreeStore store = open(faulty)) {
        work(store, random, 60);
      } catch (DiskFullException e) {
        assertThat(e).hasMessageContaining(""); // Opening or closing met the full disk.
      }
      disk = disk.afterPowerLoss(random);
      check(disk);
    }
  }

  private void beginAnew() {
    underWay = null;
    committed.clear();
    for (int i = 0; i < trees.length; i++) {
      trees[i] = FIRST_TREE + i;
    }
    nextTree = FIRST_TREE + trees.length;
  }

  /** Whether it came to its end. */
  private boolean live(FaultyVfs faulty, Random random) {
    try (TreeStore store = open(faulty)) {
      work(store, random, 10 + random.nextInt(60));
      return true;
    } catch (EngineException e) {
      return false;
    }
  }

  private static TreeStore open(FaultyVfs vfs) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 200_000, Runnable::run, 64 << 10));
  }

  private void work(TreeStore store, Random random, int commits) {
    for (int i = 0; i < commits; i++) {
      commit(store, random);
      if (random.nextInt(12) == 0) {
        store.checkpoint();
      }
      if (random.nextInt(25) == 0) {
        vacuum(store);
      }
    }
  }

  private static void vacuum(TreeStore store) {
    try {
      VacuumReport report = store.vacuum();
      assertThat(report.pagesAfter()).isPositive();
    } catch (DiskFullException e) {
      assertThat(store.pipeline().failure()).isNull();
    }
  }

  private void commit(TreeStore store, Random random) {
    NavigableMap<byte[], byte[]> next = new TreeMap<>(Arrays::compareUnsigned);
    next.putAll(committed);
    boolean done = false;
    try (TreeTransaction transaction = store.begin(false)) {
      change(transaction, next, random);
      underWay = next;
      transaction.commit();
      done = true;
    } catch (DiskFullException e) {
      // The commit had no effect.
    } finally {
      if (done) {
        committed = next;
        underWay = null;
      }
    }
    if (!done) {
      underWay = null;
    }
  }

  private void change(
      TreeTransaction transaction, NavigableMap<byte[], byte[]> model, Random random) {
    int which = random.nextInt(trees.length);
    int tree = trees[which];
    if (random.nextInt(25) == 0 && nextTree < 127) {
      transaction.dropTree(tree);
      trees[which] = nextTree++; // Ids are never used again.
      model.keySet().removeIf(key -> key[0] == (byte) tree);
      return;
    }
    for (int i = random.nextInt(60); i >= 0; i--) {
      byte[] key = new byte[1 + random.nextInt(random.nextInt(30) == 0 ? 3000 : 4)];
      random.nextBytes(key);
      byte[] whole = new byte[key.length + 1];
      whole[0] = (byte) tree;
      System.arraycopy(key, 0, whole, 1, key.length);
      if (random.nextInt(3) > 0) {
        byte[] value =
            new byte[random.nextInt(30) == 0 ? random.nextInt(30_000) : random.nextInt(90)];
        random.nextBytes(value);
        transaction.writes().put(tree, true, key, 0, key.length, value, 0, value.length);
        model.put(whole, value);
      } else {
        byte[] near = model.ceilingKey(whole);
        if (near != null && near[0] == (byte) tree) {
          transaction.writes().delete(tree, true, near, 1, near.length);
          model.remove(near);
        }
      }
    }
  }

  private void check(PowerLossVfs disk) {
    Set<String> names = disk.contents().keySet();
    if (!names.contains(NAME)) {
      assertThat(committed).isEmpty();
      return;
    }
    try (TreeStore store = open(new FaultyVfs(disk))) {
      NavigableMap<byte[], byte[]> found = contents(store);
      if (underWay != null && same(found, underWay)) {
        committed = underWay;
      }
      underWay = null;
      assertThat(same(found, committed))
          .as("found %s entries, committed %s", found.size(), committed.size())
          .isTrue();
      try (TreeTransaction transaction = store.begin(true)) {
        assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      }
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }

  private static boolean same(NavigableMap<byte[], byte[]> a, NavigableMap<byte[], byte[]> b) {
    if (a.size() != b.size()) {
      return false;
    }
    return a.entrySet().stream()
        .allMatch(entry -> Arrays.equals(entry.getValue(), b.get(entry.getKey())));
  }

  private static NavigableMap<byte[], byte[]> contents(TreeStore store) {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    try (TreeTransaction transaction = store.begin(true)) {
      for (int tree = FIRST_TREE; tree < 127; tree++) {
        if (transaction.version().roots().getOrEmpty(tree).dropped()) {
          continue;
        }
        ViewCursor cursor = new ViewCursor();
        cursor.open(transaction.view(), tree, KeyRange.ALL, false);
        EntryPointer entry = new EntryPointer();
        while (cursor.next()) {
          byte[] key = LongKey.of(cursor.node(), cursor.index(), store.file());
          byte[] whole = new byte[key.length + 1];
          whole[0] = (byte) tree;
          System.arraycopy(key, 0, whole, 1, key.length);
          entry.set(cursor.node(), cursor.index());
          found.put(whole, entry.value(store.file()));
        }
      }
    }
    return found;
  }

  /** A sync that fails is not tried again: nothing more is accepted, and re-opening tells. */
  @Test
  void failedSyncStopsTheStore() {
    PowerLossVfs disk = new PowerLossVfs();
    FaultyVfs faulty = new FaultyVfs(disk);
    TreeStore store = open(faulty);
    put(store, "before");
    faulty.failOnce(EnumSet.of(Operation.SYNC), 0, () -> new StorageException("bad medium"));
    assertThatThrownBy(() -> put(store, "lost")).isInstanceOf(CommitUnknownException.class);
    assertThatThrownBy(() -> put(store, "refused")).isInstanceOf(DatabaseFailedException.class);
    store.close();
    try (TreeStore again = open(new FaultyVfs(disk.afterPowerLoss(new Random(1))))) {
      assertThat(contents(again)).containsKey("\u0010before".getBytes(UTF_8));
      assertThat(contents(again)).doesNotContainKey("\u0010refused".getBytes(UTF_8));
    }
  }

  private static void put(TreeStore store, String key) {
    byte[] bytes = key.getBytes(UTF_8);
    try (TreeTransaction transaction = store.begin(false)) {
      transaction.writes().put(16, true, bytes, 0, bytes.length, bytes, 0, 0);
      transaction.commit();
    }
  }
}
