package org.pydb.engine.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.space.PageIdentities;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * What others commit is put on top of a large commit, beside sorted maps: the entries must be those
 * of both, and the pages that it says have died exactly those of the newest version that it does
 * not lead to.
 */
class RebaseTest {
  private static final int LIVES = Integer.getInteger("pydb.lives", 40);
  private static final int TREE = 16;
  private static final int KEYS = 1500;

  private final Random random = Seeds.random("RebaseTest");
  private final NavigableMap<byte[], byte[]> others = newMap();
  private final NavigableMap<byte[], byte[]> written = newMap();

  /** Whether there are keys, the rest of which is kept in chains. */
  private boolean longKeys;

  private int rebased;

  @Test
  void whatOthersCommitIsPutOnTop() {
    for (int life = 0; life < LIVES; life++) {
      longKeys = life % 4 == 3;
      others.clear();
      written.clear();
      try (TreeStore store = open()) {
        live(store);
        store.checkpoint();
        assertThat(DatabaseVerifier.verify(store)).isEmpty();
      }
    }
    assertThat(rebased).as("rebased").isGreaterThan(LIVES);
  }

  /** The first committer wins, also if the second one was nearly done. */
  @Test
  void aKeyThatOthersMayNotChangeIsAConflict() {
    try (TreeStore store = open()) {
      commit(store, KEYS);
      byte[] key = key();
      try (TreeTransaction large = store.begin(false)) {
        large.writes().put(TREE, true, key, 0, key.length, key, 0, key.length);
        Version base = store.pipeline().acquire();
        Batch batch = batch(store, large, base);
        try (TreeTransaction other = store.begin(false)) {
          other.writes().put(TREE, false, key, 0, key.length, key, 1, key.length - 1);
          other.commit();
        }
        Version newer = store.pipeline().acquire();
        assertThatThrownBy(() -> batch.rebase(newer.roots()))
            .isInstanceOf(WriteConflictException.class);
        batch.drop();
        store.pipeline().release(base);
        store.pipeline().release(newer);
      }
    }
  }

  private static Batch batch(TreeStore store, TreeTransaction large, Version base) {
    Batch batch =
        new Batch(
            store.pool(),
            store.file(),
            store.space(),
            TreeHomes.NONE,
            base.roots(),
            base.number() + 1_000_000);
    batch.addLarge(
        new Commit(changes -> changes.commit(large), true),
        new RedoParts(store.log(), store.pool().capacity(), e -> {}, Runnable::run));
    return batch;
  }

  private static TreeStore open() {
    return TreeStore.open(
        new StoreOptions(
            new MemoryVfs(),
            "test.pydb",
            StoreOptions.Mode.CREATE,
            200_000,
            Runnable::run,
            64 << 10));
  }

  private void live(TreeStore store) {
    commit(store, random.nextInt(4 * KEYS));
    if (random.nextBoolean()) {
      store.checkpoint();
    }
    CommitPipeline pipeline = store.pipeline();
    try (TreeTransaction large = store.begin(false)) {
      write(large, random.nextInt(2 * KEYS));
      Version base = pipeline.acquire();
      Batch batch = batch(store, large, base);
      check(store, batch, base.roots());
      boolean fits = true;
      for (int i = random.nextInt(4); i >= 0 && fits; i--) {
        othersGoOn(store);
        Version newer = pipeline.acquire();
        fits = batch.rebase(newer.roots()) >= 0;
        pipeline.release(base);
        base = newer;
        if (fits) {
          check(store, batch, newer.roots());
          rebased++;
        }
      }
      assertThat(fits || longKeys).as("of use, or with long keys").isTrue();
      batch.drop();
      pipeline.release(base);
    }
  }

  private void othersGoOn(TreeStore store) {
    for (int i = random.nextInt(5); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> store.checkpoint();
        case 1 -> store.pipeline().touch(TREE, List.of(key(), key(), key()));
        case 2 -> deleteMany(store);
        default -> commit(store, random.nextInt(10) == 0 ? KEYS : random.nextInt(12));
      }
    }
  }

  // ------------------------------------------------------------------ changes

  private void commit(TreeStore store, int changes) {
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = 0; i < changes; i++) {
        byte[] key = key();
        if (random.nextInt(4) > 0) {
          byte[] value = value();
          transaction.writes().put(TREE, false, key, 0, key.length, value, 0, value.length);
          others.put(key, value);
        } else if (others.remove(key) != null) {
          transaction.writes().delete(TREE, false, key, 0, key.length);
        }
      }
      transaction.commit();
    }
  }

  private void deleteMany(TreeStore store) {
    try (TreeTransaction transaction = store.begin(false)) {
      NavigableMap<byte[], byte[]> some = others.tailMap(key(), true);
      List<byte[]> keys = new ArrayList<>(some.keySet());
      for (byte[] key : keys.subList(0, Math.min(keys.size(), random.nextInt(600)))) {
        others.remove(key);
        transaction.writes().delete(TREE, false, key, 0, key.length);
      }
      transaction.commit();
    }
  }

  /** Null values stand for keys that were deleted. */
  private void write(TreeTransaction transaction, int changes) {
    for (int i = 0; i < changes; i++) {
      byte[] key = key();
      byte[] value = random.nextInt(4) > 0 ? value() : null;
      if (value == null) {
        transaction.writes().delete(TREE, false, key, 0, key.length);
      } else {
        transaction.writes().put(TREE, false, key, 0, key.length, value, 0, value.length);
      }
      written.put(key, value);
    }
  }

  private byte[] key() {
    int number = random.nextInt(KEYS);
    byte[] key = new byte[longKeys && number % 3 == 0 ? 2_100 : 6];
    Bytes.putInt(key, key.length - 4, number);
    return key;
  }

  private byte[] value() {
    byte[] value = new byte[random.nextInt(100) == 0 ? 9_000 : random.nextInt(120)];
    random.nextBytes(value);
    return value;
  }

  // ------------------------------------------------------------------ checks

  private void check(TreeStore store, Batch batch, RootMap newest) {
    NavigableMap<byte[], byte[]> expected = newMap();
    expected.putAll(others);
    written.forEach(
        (key, value) -> {
          if (value == null) {
            expected.remove(key);
          } else {
            expected.put(key, value);
          }
        });
    TreeRoot mine = batch.roots().getOrEmpty(TREE);
    assertSame(contents(store, mine), expected);
    assertThat(mine.entries()).isEqualTo(expected.size());

    List<PageRef> then = pages(store, newest.getOrEmpty(TREE));
    PageIdentities now = new PageIdentities(pages(store, mine));
    then.removeIf(now::contains);
    List<PageRef> died = batch.edit().died();
    assertThat(died).hasSameSizeAs(then);
    assertThat(died).allMatch(new PageIdentities(then)::contains);
  }

  private static void assertSame(
      NavigableMap<byte[], byte[]> found, NavigableMap<byte[], byte[]> expected) {
    assertThat(found).hasSameSizeAs(expected);
    expected.forEach((key, value) -> assertThat(found.get(key)).isEqualTo(value));
  }

  private static NavigableMap<byte[], byte[]> contents(TreeStore store, TreeRoot tree) {
    NavigableMap<byte[], byte[]> found = newMap();
    TreeCursor cursor = new TreeCursor(store.pool());
    cursor.open(tree, KeyRange.ALL, false);
    EntryPointer entry = new EntryPointer();
    while (cursor.next()) {
      entry.set(cursor.node(), cursor.index());
      found.put(LongKey.of(cursor.node(), cursor.index(), store.file()), entry.value(store.file()));
    }
    return found;
  }

  private static List<PageRef> pages(TreeStore store, TreeRoot tree) {
    List<PageRef> pages = new ArrayList<>();
    addPages(store, tree.root(), pages);
    return pages;
  }

  private static void addPages(TreeStore store, @Nullable PageRef ref, List<PageRef> pages) {
    if (ref == null) {
      return;
    }
    pages.add(ref);
    Node node = ref.node(store.pool());
    for (int i = 0; i < node.count(); i++) {
      if (node.hasTail(i) && (node.isLeaf() || i > 0)) {
        int at = node.tailStart(i);
        int length = Bytes.getInt(node.bytes(), at + PageLayout.POINTER_SIZE);
        addChain(store, PagePointer.get(node.bytes(), at), length, pages);
      }
      if (!node.isLeaf()) {
        addPages(store, node.child(i), pages);
      } else if (node.isOverflow(i)) {
        int at = node.valueStart(i);
        long length = Bytes.getLong(node.bytes(), at + PageLayout.POINTER_SIZE);
        addChain(store, PagePointer.get(node.bytes(), at), length, pages);
      }
    }
  }

  private static void addChain(
      TreeStore store, PagePointer first, long length, List<PageRef> pages) {
    OverflowChain.pages(store.file(), first, length)
        .forEach(page -> pages.add(new PageRef(page.number(), page.generation())));
  }

  private static NavigableMap<byte[], byte[]> newMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }
}
