package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.error.DiskFullException;
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
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;

/**
 * Transactions that write far more than the pool holds, beside a sorted map: with savepoints, views
 * and open cursors in between, which show what they showed whatever is written, freed or rolled
 * back after them. When all have ended, no page is left of what they had in the file.
 */
class SpilledWritesTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final long POOL_BYTES = 150_000;

  private static final int LIVES = Integer.getInteger("pydb.lives", 8);

  private NavigableMap<byte[], byte[]> committed = newMap();

  /** What is there if the commit that was under way got through; null if none was. */
  private NavigableMap<byte[], byte[]> underWay;

  private static NavigableMap<byte[], byte[]> newMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> map) {
    NavigableMap<byte[], byte[]> copy = newMap();
    copy.putAll(map);
    return copy;
  }

  private static TreeStore open(FaultyVfs vfs) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, POOL_BYTES, Runnable::run));
  }

  @Test
  void behavesLikeASortedMap() {
    Random random = Seeds.random("SpilledWritesTest");
    PowerLossVfs disk = new PowerLossVfs();
    for (int life = 0; life < LIVES; life++) {
      try (TreeStore store = open(new FaultyVfs(disk))) {
        for (int i = 0; i < 4; i++) {
          transaction(store, random);
        }
        checkNothingIsLeft(store);
      }
      check(disk);
    }
  }

  /** A crash in the middle leaves nothing behind of what was not committed. */
  @Test
  void powerLossTakesWhatWasNotCommitted() {
    Random random = Seeds.random("powerLossTakesWhatWasNotCommitted");
    PowerLossVfs disk = new PowerLossVfs();
    int cuts = 0;
    for (int life = 0; life < 2 * LIVES; life++) {
      FaultyVfs faulty = new FaultyVfs(disk);
      faulty.failFrom(
          Operation.CHANGES, random.nextInt(600), () -> new StorageException("no power"));
      try (TreeStore store = open(faulty)) {
        for (int i = 0; i < 3; i++) {
          transaction(store, random);
        }
      } catch (EngineException e) {
        cuts++;
      }
      disk = disk.afterPowerLoss(random);
      check(disk);
    }
    assertThat(cuts).as("lives that the power ended").isGreaterThan(LIVES / 5);
  }

  /** A statement that finds the disk full leaves the transaction as it was, and its places free. */
  @Test
  void fullDiskFailsTheStatement() {
    Random random = Seeds.random("fullDiskFailsTheStatement");
    PowerLossVfs disk = new PowerLossVfs();
    int refused = 0;
    for (int life = 0; life < LIVES; life++) {
      FaultyVfs faulty = new FaultyVfs(disk);
      try (TreeStore store = open(faulty)) {
        transaction(store, random);
        store.checkpoint();
        faulty.fullAfter(random.nextInt(1_000_000));
        for (int i = 0; i < 2; i++) {
          refused += transactionOnFullDisk(store, random) ? 0 : 1;
        }
        faulty.heal();
        checkNothingIsLeft(store);
      }
      check(disk);
    }
    assertThat(refused).as("transactions that met the full disk").isPositive();
  }

  // ------------------------------------------------------------------ one transaction

  /** A state of the transaction that somebody still reads. */
  private record Seen(
      ReadView view,
      boolean isHeld,
      ViewCursor cursor,
      Iterator<Map.Entry<byte[], byte[]>> expected) {}

  private record Saved(TreeTransaction.Savepoint place, NavigableMap<byte[], byte[]> model) {}

  private void transaction(TreeStore store, Random random) {
    NavigableMap<byte[], byte[]> model = copy(committed);
    boolean commits = random.nextInt(3) > 0;
    List<Seen> left = new ArrayList<>();
    TreeTransaction used;
    try (TreeTransaction transaction = store.begin(false)) {
      used = transaction;
      model = statements(store, transaction, model, left, random);
      left.removeIf(each -> !each.isHeld && readToEnd(store, each));
      if (commits) {
        underWay = model;
        transaction.commit();
        committed = model;
      }
      underWay = null;
    }
    left.forEach(
        each -> { // Held beyond the end.
          readToEnd(store, each);
          used.release(each.view);
        });
    if (random.nextInt(4) == 0) {
      store.checkpoint();
    }
  }

  private NavigableMap<byte[], byte[]> statements(
      TreeStore store,
      TreeTransaction transaction,
      NavigableMap<byte[], byte[]> start,
      List<Seen> left,
      Random random) {
    NavigableMap<byte[], byte[]> model = start;
    List<Saved> saved = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    int statements = 1 + random.nextInt(random.nextBoolean() ? 8 : 60);
    for (int i = 0; i < statements; i++) {
      if (random.nextInt(4) == 0) {
        saved.add(new Saved(transaction.savepoint(), copy(model)));
      }
      if (random.nextInt(4) == 0) {
        seen.add(see(transaction, model, random.nextBoolean()));
      }
      if (random.nextInt(3) == 0) {
        transaction.beginStatement();
        seen.removeIf(each -> !each.isHeld);
      }
      change(transaction, model, random, random.nextInt(statements < 9 ? 2000 : 60));
      read(store, transaction, seen, random);
      if (random.nextInt(6) == 0 && !saved.isEmpty()) {
        int back = random.nextInt(saved.size());
        saved.subList(back + 1, saved.size()).forEach(gone -> transaction.release(gone.place));
        transaction.rollbackTo(saved.get(back).place);
        model = copy(saved.get(back).model);
        saved.subList(back + 1, saved.size()).clear();
      }
      if (random.nextInt(30) == 0) {
        saved.clear();
        System.gc(); // So that marks die in the middle as well.
      }
    }
    left.addAll(seen);
    Seen now = see(transaction, model, false);
    assertThat(readOn(store, now, Integer.MAX_VALUE)).isFalse();
    return model;
  }

  private static boolean readToEnd(TreeStore store, Seen seen) {
    assertThat(readOn(store, seen, Integer.MAX_VALUE)).isFalse();
    return true;
  }

  private static Seen see(
      TreeTransaction transaction, NavigableMap<byte[], byte[]> model, boolean isHeld) {
    ViewCursor cursor = new ViewCursor();
    ReadView view = transaction.view();
    cursor.open(view, TREE, KeyRange.ALL, false);
    if (isHeld) {
      transaction.hold(view);
    }
    return new Seen(view, isHeld, cursor, copy(model).entrySet().iterator());
  }

  private static void read(
      TreeStore store, TreeTransaction transaction, List<Seen> seen, Random random) {
    if (!seen.isEmpty()) {
      int which = random.nextInt(seen.size());
      if (!readOn(store, seen.get(which), random.nextInt(500))) {
        Seen done = seen.remove(which);
        if (done.isHeld) {
          transaction.release(done.view);
        }
      }
    }
  }

  /** Reads on by some entries; false if there are no more. */
  private static boolean readOn(TreeStore store, Seen seen, int most) {
    EntryPointer entry = new EntryPointer();
    for (int i = 0; i < most; i++) {
      if (!seen.cursor.next()) {
        assertThat(seen.expected.hasNext()).as("entries are missing").isFalse();
        return false;
      }
      assertThat(seen.expected.hasNext()).as("entries too many").isTrue();
      Map.Entry<byte[], byte[]> expected = seen.expected.next();
      entry.set(seen.cursor.node(), seen.cursor.index());
      if (!Arrays.equals(LongKey.of(entry.node(), entry.index(), store.file()), expected.getKey())
          || !Arrays.equals(entry.value(store.file()), expected.getValue())) {
        throw new AssertionError("another entry than expected, at " + i);
      }
    }
    return true;
  }

  private static void change(
      TreeTransaction transaction, NavigableMap<byte[], byte[]> model, Random random, int changes) {
    boolean ascending = random.nextInt(3) == 0;
    int next = random.nextInt(100_000);
    int deletes = random.nextInt(3) == 0 ? 70 : 20;
    int latePercent = 50 * random.nextInt(3); // Written to wait, none, some or all.
    for (int i = 0; i < changes; i++) {
      byte[] key = key(ascending ? next++ : random.nextInt(100_000), random);
      if (random.nextInt(100) >= deletes) {
        byte[] value =
            new byte[random.nextInt(300) == 0 ? random.nextInt(20_000) : random.nextInt(200)];
        random.nextBytes(value);
        if (random.nextInt(100) < latePercent) {
          transaction.writes().putLate(TREE, key, 0, key.length, value, 0, value.length);
        } else {
          transaction.writes().put(TREE, false, key, 0, key.length, value, 0, value.length);
        }
        model.put(key, value);
      } else {
        byte[] near = model.ceilingKey(key);
        if (near != null) {
          if (random.nextInt(100) < latePercent) {
            transaction.writes().deleteLate(TREE, near, 0, near.length);
          } else {
            transaction.writes().delete(TREE, false, near, 0, near.length);
          }
          model.remove(near);
        }
      }
      if (random.nextInt(200) == 0) {
        boolean isThere = transaction.find(TREE, key, 0, key.length, new EntryPointer());
        assertThat(isThere).isEqualTo(model.containsKey(key));
      }
    }
  }

  private static byte[] key(int number, Random random) {
    int length = random.nextInt(500) == 0 ? 2500 : 4;
    byte[] key = new byte[length];
    key[0] = (byte) (number >>> 16);
    key[1] = (byte) (number >>> 8);
    key[2] = (byte) number;
    key[length - 1] = (byte) number;
    return key;
  }

  /** Whether it was committed. */
  private boolean transactionOnFullDisk(TreeStore store, Random random) {
    NavigableMap<byte[], byte[]> model = copy(committed);
    try (TreeTransaction transaction = store.begin(false)) {
      TreeTransaction.Savepoint before = transaction.savepoint();
      NavigableMap<byte[], byte[]> saved = copy(model);
      for (int i = 0; i < 6; i++) {
        try {
          change(transaction, model, random, random.nextInt(2000));
          before = transaction.savepoint();
          saved = copy(model);
        } catch (DiskFullException e) {
          transaction.rollbackTo(before);
          model = copy(saved);
        }
      }
      assertThat(readOn(store, see(transaction, model, false), Integer.MAX_VALUE)).isFalse();
      transaction.commit();
      committed = model;
      return true;
    } catch (DiskFullException e) {
      return false;
    }
  }

  // ------------------------------------------------------------------ what is left

  private static void checkNothingIsLeft(TreeStore store) {
    store.checkpoint();
    assertThat(store.space().takenCount())
        .isEqualTo(Math.max(Meta.FIRST_DATA_PAGE, store.durablePages()));
  }

  private void check(PowerLossVfs disk) {
    if (!disk.contents().containsKey(NAME)) {
      assertThat(committed).isEmpty();
      return;
    }
    try (TreeStore store = open(new FaultyVfs(disk))) {
      try (TreeTransaction transaction = store.begin(true)) {
        if (underWay != null && isThere(store, transaction, underWay)) {
          committed = underWay;
        }
        underWay = null;
        assertThat(isThere(store, transaction, committed)).isTrue();
        assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      }
      checkNothingIsLeft(store);
    }
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }

  private static boolean isThere(
      TreeStore store, TreeTransaction transaction, NavigableMap<byte[], byte[]> model) {
    try {
      return !readOn(store, see(transaction, model, false), Integer.MAX_VALUE);
    } catch (AssertionError e) {
      return false;
    }
  }
}
