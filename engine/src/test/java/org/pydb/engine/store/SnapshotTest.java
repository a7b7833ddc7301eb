package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.MemoryVfs;

/** What a transaction has begun to read stays as it was, whatever others, or itself, do. */
class SnapshotTest {
  private static final String NAME = "snapshot.pydb";
  private static final int TREE = 16;

  private final MemoryVfs vfs = new MemoryVfs();
  private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  /**
   * A reader stays while every row is changed many times over, through checkpoints and eviction.
   */
  @Test
  void snapshotsStayTrueWhileTheStoreMovesOn() {
    Random random = Seeds.random("SnapshotTest");
    try (TreeStore store = open()) {
      Map<TreeTransaction, NavigableMap<byte[], byte[]>> readers = new HashMap<>();
      for (int round = 0; round < 300; round++) {
        try (TreeTransaction transaction = store.begin(false)) {
          change(transaction, model, random, 80);
          transaction.commit();
        }
        if (round % 60 == 10) {
          NavigableMap<byte[], byte[]> seen = new TreeMap<>(Arrays::compareUnsigned);
          seen.putAll(model);
          readers.put(store.begin(true), seen);
        }
        if (round % 17 == 0) {
          store.checkpoint();
        }
      }
      readers.forEach((reader, seen) -> check(reader.view(), seen));
      long held = store.space().takenCount();
      readers.forEach((reader, seen) -> reader.close());
      store.checkpoint();
      assertThat(store.space().takenCount()).as("held: %s pages", held).isLessThan(held * 2 / 3);
      try (TreeTransaction last = store.begin(true)) {
        check(last.view(), model);
      }
    }
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  /** Views, savepoints and rollbacks within a transaction, large values and long keys included. */
  @Test
  void savepointsAreExact() {
    Random random = Seeds.random("savepointsAreExact");
    try (TreeStore store = open()) {
      for (int round = 0; round < 60; round++) {
        TreeTransaction transaction = store.begin(false);
        NavigableMap<byte[], byte[]> own = copy(model);
        List<TreeTransaction.Savepoint> savepoints = new ArrayList<>();
        List<NavigableMap<byte[], byte[]>> states = new ArrayList<>();
        List<ReadView> views = new ArrayList<>();
        for (int step = 0; step < 8; step++) {
          savepoints.add(transaction.savepoint());
          states.add(copy(own));
          views.add(transaction.view());
          change(transaction, own, random, 25);
          if (random.nextInt(3) == 0) {
            int to = random.nextInt(savepoints.size());
            transaction.rollbackTo(savepoints.get(to));
            own = copy(states.get(to));
            savepoints.subList(to + 1, savepoints.size()).clear();
            states.subList(to + 1, states.size()).clear();
            views.subList(to + 1, views.size()).clear();
          }
          check(transaction.view(), own);
          for (int i = 0; i < views.size(); i++) {
            check(views.get(i), states.get(i));
          }
        }
        if (random.nextInt(4) > 0) {
          transaction.commit();
          model.clear();
          model.putAll(own);
        }
        transaction.close();
        try (TreeTransaction reader = store.begin(true)) {
          check(reader.view(), model);
        }
      }
    }
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private TreeStore open() {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 120_000, Runnable::run));
  }

  private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> map) {
    NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(map);
    return copy;
  }

  private static void change(
      TreeTransaction transaction, NavigableMap<byte[], byte[]> map, Random random, int most) {
    for (int i = random.nextInt(most); i >= 0; i--) {
      byte[] key = new byte[random.nextInt(40) == 0 ? 2500 : 2];
      random.nextBytes(key);
      Arrays.fill(key, 2, key.length, (byte) 7);
      if (random.nextInt(3) > 0) {
        byte[] value =
            new byte[random.nextInt(40) == 0 ? 5000 + random.nextInt(9000) : random.nextInt(80)];
        random.nextBytes(value);
        transaction.writes().put(TREE, true, key, 0, key.length, value, 0, value.length);
        map.put(key, value);
      } else {
        byte[] near = map.ceilingKey(key);
        byte[] victim = near == null ? key : near;
        transaction.writes().delete(TREE, true, victim, 0, victim.length);
        map.remove(victim);
      }
    }
  }

  private static void check(ReadView view, NavigableMap<byte[], byte[]> expected) {
    for (boolean backward : new boolean[] {false, true}) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(view, TREE, KeyRange.ALL, backward);
      EntryPointer entry = new EntryPointer();
      NavigableMap<byte[], byte[]> order = backward ? expected.descendingMap() : expected;
      int run = 0;
      for (Map.Entry<byte[], byte[]> row : order.entrySet()) {
        assertThat(cursor.next()).isTrue();
        run = run > 1 ? run - 1 : cursor.run();
        assertThat(run).as("what lies ahead in the same leaf").isPositive();
        entry.set(cursor.node(), cursor.index());
        assertThat(LongKey.of(cursor.node(), cursor.index(), view.file())).isEqualTo(row.getKey());
        assertThat(entry.value(view.file())).isEqualTo(row.getValue());
        byte[] key = row.getKey();
        assertThat(view.get(TREE, key, 0, key.length, entry)).isTrue();
      }
      assertThat(cursor.next()).isFalse();
    }
  }
}
