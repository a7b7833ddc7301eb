package org.pydb.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadSet;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** A store beside sorted maps: what is committed is there, whatever happens in between. */
class TreeStoreTest {

  private static final String NAME = "test.pydb";
  private static final int TREES = 4;

  private final Executor direct = Runnable::run;
  private MemoryVfs vfs = new MemoryVfs();
  private TreeStore store = open();

  private TreeStore open() {
    return TreeStore.open(new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 300_000, direct));
  }

  /** Two clients who change the same row: the second to commit is told. */
  @Test
  void firstCommitterWins() {
    TreeTransaction first = store.begin(false);
    TreeTransaction second = store.begin(false);
    put(first, 16, "row", "one");
    put(second, 16, "row", "two");
    first.commit();
    assertThatThrownBy(second::commit).isInstanceOf(WriteConflictException.class);
    assertThat(get(16, "row")).isEqualTo("one");
    close();
  }

  @Test
  void changesOfDifferentRowsDoNotConflict() {
    TreeTransaction first = store.begin(false);
    TreeTransaction second = store.begin(false);
    put(first, 16, "a", "one");
    put(second, 16, "b", "two");
    first.commit();
    second.commit();
    assertThat(get(16, "a") + get(16, "b")).isEqualTo("onetwo");
    close();
  }

  @Test
  void transactionFailsWhenARangeThatItReadChanges() {
    TreeTransaction first = store.begin(false);
    TreeTransaction second = store.begin(false);
    first.trackReads(tree -> "tree " + tree);
    ReadSet reads = first.view().reads();
    assertThat(reads).isNotNull();
    reads.add(16, KeyRange.prefix("a".getBytes(UTF_8)));
    put(first, 16, "x", "1");
    put(second, 16, "abc", "2");
    second.commit();
    assertThatThrownBy(first::commit)
        .isInstanceOf(WriteConflictException.class)
        .hasMessageContaining("tree 16");
    close();
  }

  /** Power goes off at any moment; the next opening finds the last commit. */
  @Test
  void survivesCrashes() {
    Random random = Seeds.random("TreeStoreTest");
    List<NavigableMap<byte[], byte[]>> models = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      models.add(new TreeMap<>(Arrays::compareUnsigned));
    }
    for (int round = 0; round < 40; round++) {
      for (int i = random.nextInt(40); i >= 0; i--) {
        change(models, random);
      }
      if (random.nextInt(3) == 0) {
        store.checkpoint();
      }
      if (random.nextBoolean()) {
        close();
      } else {
        vfs = copy(vfs); // The process dies; its files are as they were.
      }
      store = open();
      check(models);
    }
    close();
  }

  /**
   * A transaction with more redo than a frame of the log takes was cut in the middle of a record,
   * and each part read by itself: after a crash the database could not be opened.
   */
  @Test
  void largeTransactionSurvivesACrash() {
    Random random = Seeds.random("largeTransactionSurvivesACrash");
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    TreeTransaction transaction = store.begin(false);
    for (int size = 0; size < 5_000_000; ) {
      byte[] key = new byte[4];
      byte[] value = new byte[random.nextInt(random.nextInt(100) == 0 ? 200_000 : 1500)];
      random.nextBytes(key);
      random.nextBytes(value);
      transaction.writes().put(16, true, key, 0, key.length, value, 0, value.length);
      model.put(key, value);
      size += value.length;
    }
    transaction.commit();
    vfs = copy(vfs); // The process dies; its files are as they were.
    store = open();
    List<NavigableMap<byte[], byte[]>> models = new ArrayList<>(List.of(model));
    while (models.size() < TREES) {
      models.add(new TreeMap<>(Arrays::compareUnsigned));
    }
    check(models);
    close();
  }

  private void change(List<NavigableMap<byte[], byte[]>> models, Random random) {
    List<NavigableMap<byte[], byte[]>> changed = new ArrayList<>();
    for (NavigableMap<byte[], byte[]> model : models) {
      NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
      copy.putAll(model);
      changed.add(copy);
    }
    TreeTransaction transaction = store.begin(false);
    int tree = random.nextInt(TREES);
    if (random.nextInt(60) == 0) {
      transaction.dropTree(99); // Not there: nothing happens.
    }
    for (int i = random.nextInt(30); i >= 0; i--) {
      tree = random.nextInt(5) == 0 ? random.nextInt(TREES) : tree;
      byte[] key = new byte[1 + random.nextInt(3)];
      random.nextBytes(key);
      if (random.nextInt(3) > 0) {
        byte[] value =
            new byte[random.nextInt(20) == 0 ? random.nextInt(20000) : random.nextInt(50)];
        random.nextBytes(value);
        transaction.writes().put(16 + tree, true, key, 0, key.length, value, 0, value.length);
        changed.get(tree).put(key, value);
      } else {
        transaction.writes().delete(16 + tree, true, key, 0, key.length);
        changed.get(tree).remove(key);
      }
    }
    if (random.nextInt(4) == 0) {
      transaction.close();
    } else {
      transaction.commit();
      models.clear();
      models.addAll(changed);
    }
  }

  private void check(List<NavigableMap<byte[], byte[]>> models) {
    try (TreeTransaction transaction = store.begin(true)) {
      assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      for (int tree = 0; tree < TREES; tree++) {
        ViewCursor cursor = new ViewCursor();
        cursor.open(transaction.view(), 16 + tree, KeyRange.ALL, false);
        EntryPointer entry = new EntryPointer();
        for (Map.Entry<byte[], byte[]> expected : models.get(tree).entrySet()) {
          assertThat(cursor.next()).isTrue();
          entry.set(cursor.node(), cursor.index());
          assertThat(LongKey.of(cursor.node(), cursor.index(), store.file()))
              .isEqualTo(expected.getKey());
          assertThat(entry.value(store.file())).isEqualTo(expected.getValue());
        }
        assertThat(cursor.next()).isFalse();
      }
    }
  }

  private void close() {
    store.close();
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
    assertThat(vfs.exists(NAME + "-wal")).isFalse();
  }

  private static MemoryVfs copy(MemoryVfs from) {
    MemoryVfs to = new MemoryVfs();
    for (String name : List.of(NAME, NAME + "-wal")) {
      try (VfsFile in = from.open(name, Vfs.OpenMode.READ);
          VfsFile out = to.open(name, Vfs.OpenMode.CREATE)) {
        byte[] bytes = new byte[(int) in.size()];
        in.read(0, bytes, 0, bytes.length);
        out.write(0, bytes, 0, bytes.length);
      }
    }
    return to;
  }

  private static void put(TreeTransaction transaction, int tree, String key, String value) {
    byte[] k = key.getBytes(UTF_8);
    byte[] v = value.getBytes(UTF_8);
    transaction.writes().put(tree, true, k, 0, k.length, v, 0, v.length);
  }

  private String get(int tree, String key) {
    byte[] k = key.getBytes(UTF_8);
    EntryPointer found = new EntryPointer();
    try (TreeTransaction transaction = store.begin(true)) {
      return transaction.view().get(tree, k, 0, k.length, found)
          ? new String(found.value(store.file()), UTF_8)
          : null;
    }
  }

  @Test
  void dropsATreeAndFreesItsPages() {
    byte[] key = new byte[4];
    byte[] value = new byte[100];
    TreeTransaction transaction = store.begin(false);
    for (int i = 0; i < 5000; i++) {
      Bytes.putInt(key, 0, i);
      transaction.writes().put(16, true, key, 0, 4, value, 0, 100);
    }
    transaction.commit();
    store.checkpoint();
    long before = store.space().takenCount();
    transaction = store.begin(false);
    transaction.dropTree(16);
    transaction.commit();
    store.checkpoint();
    store.checkpoint();
    transaction = store.begin(false);
    put(transaction, 17, "a", "b");
    transaction.commit();
    store.checkpoint();
    assertThat(store.space().takenCount()).isLessThan(before / 4);
    close();
  }
}
