package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PageType;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.LogReader;

/**
 * A damaged database that is opened to be read shows what is provably right, and says of the rest
 * that it is damaged. It never shows anything else, and never changes a byte.
 */
class DamagedReadOnlyTest {
  private static final String NAME = "test.pydb";
  private static final String LOG = NAME + "-wal";
  private static final int FIRST_TREE = 16;
  private static final int TREES = 600;

  /** A file that was closed cleanly; its tree of roots has several leaves. */
  private static byte[] clean = {};

  /** The same after a few commits more and a crash. */
  private static Map<String, byte[]> unclean = Map.of();

  @BeforeAll
  static void makeDatabases() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(disk, StoreOptions.Mode.CREATE);
    store.nextTreeId().set(FIRST_TREE + TREES);
    commit(store, 0, TREES);
    store.close();
    clean = disk.contents().get(NAME);
    store = open(disk, StoreOptions.Mode.EXISTING);
    commit(store, 1, 3);
    store.checkpoint();
    commit(store, 2, 4);
    commit(store, 3, 5);
    unclean = disk.contents(); // The process dies.
  }

  private static TreeStore open(Vfs vfs, StoreOptions.Mode mode) {
    return TreeStore.open(new StoreOptions(vfs, NAME, mode, 4_000_000, Runnable::run));
  }

  /** Adds rows to some trees, one of them too large for a node. */
  private static void commit(TreeStore store, int from, int to) {
    Random random = new Random(from);
    try (TreeTransaction transaction = store.begin(false)) {
      for (int tree = from; tree < to; tree++) {
        for (int i = 0; i < (tree < 5 ? 200 : 2); i++) {
          byte[] key = new byte[4];
          byte[] value = new byte[i == 1 && tree < 5 ? 10_000 : 100];
          Bytes.putInt(key, 0, from * 100 + i);
          random.nextBytes(value);
          transaction.writes().put(FIRST_TREE + tree, true, key, 0, 4, value, 0, value.length);
        }
      }
      transaction.commit();
    }
  }

  /** A tree's entries as one number, or the complaint about it. */
  private static Object read(TreeStore store, int tree) {
    try (TreeTransaction transaction = store.begin(true)) {
      ViewCursor cursor = new ViewCursor();
      cursor.open(transaction.view(), FIRST_TREE + tree, KeyRange.ALL, false);
      EntryPointer entry = new EntryPointer();
      int hash = 0;
      while (cursor.next()) {
        entry.set(cursor.node(), cursor.index());
        hash = hash * 31 + Arrays.hashCode(cursor.node().head(cursor.index()));
        hash = hash * 31 + Arrays.hashCode(entry.value(store.file()));
      }
      return hash;
    } catch (CorruptionException e) {
      return e;
    }
  }

  private static Object[] readAll(TreeStore store) {
    Object[] all = new Object[TREES];
    Arrays.setAll(all, tree -> read(store, tree));
    return all;
  }

  private static Object[] readAll(Map<String, byte[]> files) {
    PowerLossVfs disk = new PowerLossVfs(files);
    try (TreeStore store = open(disk, StoreOptions.Mode.READ_ONLY)) {
      return readAll(store);
    } finally {
      assertThat(disk.contents()).as("left untouched").containsAllEntriesOf(files);
    }
  }

  private static void assertOnlyDamageDiffers(Object[] found, Object[] right) {
    for (int tree = 0; tree < TREES; tree++) {
      if (!(found[tree] instanceof CorruptionException)) {
        assertThat(found[tree]).as("tree %s", tree).isEqualTo(right[tree]);
      }
    }
  }

  private static long damaged(Object[] found) {
    return Arrays.stream(found).filter(CorruptionException.class::isInstance).count();
  }

  private static Meta meta(byte[] file) {
    try (PageFile pages = pages(file)) {
      return Meta.readNewest(pages, FileHeader.read(pages));
    }
  }

  private static PageFile pages(byte[] file) {
    return new PageFile(new PowerLossVfs(Map.of(NAME, file)).open(NAME, Vfs.OpenMode.READ), "test");
  }

  private static byte[] flipped(byte[] file, long page) {
    byte[] copy = file.clone();
    copy[(int) (page * PageLayout.PAGE_SIZE) + 300] ^= 4;
    return copy;
  }

  private static void refusesToBeChanged(byte[] file) {
    PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, file));
    assertThatThrownBy(() -> open(disk, StoreOptions.Mode.EXISTING))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContainingAll("page ", "expected", "open=readonly", "recover");
    assertThat(disk.contents()).containsEntry(NAME, file);
  }

  /** What recovery would write to the file, large values and all, stays in memory. */
  @Test
  void logIsReadWithoutWritingToTheFile() {
    Object[] shown = readAll(unclean);
    try (TreeStore store = open(new PowerLossVfs(unclean), StoreOptions.Mode.EXISTING)) {
      assertThat(shown).isEqualTo(readAll(store));
    }
  }

  @Test
  void damagedFreeMapHidesNothing() {
    Object[] right = readAll(Map.of(NAME, clean));
    byte[] file = flipped(clean, meta(clean).freeMap().number());
    refusesToBeChanged(file);
    assertThat(readAll(Map.of(NAME, file))).isEqualTo(right);
  }

  @Test
  void treesWhoseRootsAreLostAreNotTakenForEmpty() {
    Object[] right = readAll(Map.of(NAME, clean));
    byte[] top = flipped(clean, meta(clean).roots().number());
    refusesToBeChanged(top);
    assertThat(damaged(readAll(Map.of(NAME, top)))).isEqualTo(TREES);

    int leaves = 0;
    for (int page = 3; page < clean.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (Bytes.getInt(clean, at + 24) == 0 && clean[at + 4] == PageType.LEAF.code()) {
        leaves++;
        byte[] file = flipped(clean, page);
        refusesToBeChanged(file);
        Object[] found = readAll(Map.of(NAME, file));
        assertThat(damaged(found)).isBetween(1L, TREES - 1L);
        assertOnlyDamageDiffers(found, right);
      }
    }
    assertThat(leaves).as("leaves of the tree of roots").isGreaterThan(1);
  }

  /**
   * The newest meta is gone. The one before leads to an older state; the log reaches back to it,
   * and so all commits are there.
   */
  @Test
  void olderCheckpointServesIfTheLogReachesBack() {
    PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, clean));
    TreeStore store = open(disk, StoreOptions.Mode.EXISTING);
    commit(store, 1, 3);
    store.checkpoint();
    Map<String, byte[]> files = disk.contents(); // The process dies.
    Object[] right = readAll(files);
    byte[] file = files.get(NAME);
    files.put(NAME, flipped(file, meta(file).sequence() % 2 == 0 ? Meta.PAGE_A : Meta.PAGE_B));
    assertThatThrownBy(() -> open(new PowerLossVfs(files), StoreOptions.Mode.EXISTING))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContainingAll("A meta page is damaged", "open=readonly");
    assertThat(readAll(files)).isEqualTo(right);
  }

  /** One bit, anywhere: right, or called damaged. */
  @Test
  void noFlipShowsAnythingWrong() {
    Random random = Seeds.random("noFlipShowsAnythingWrong");
    Map<String, byte[]> closed = Map.of(NAME, clean);
    Object[] rightClosed = readAll(closed);
    Object[] rightUnclean = readAll(unclean);
    int shown = 0;
    for (int i = 0; i < 40; i++) {
      boolean isClosed = random.nextBoolean();
      Map<String, byte[]> files = new TreeMap<>(isClosed ? closed : unclean);
      byte[] file = files.get(NAME).clone();
      file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      files.put(NAME, file);
      try {
        Object[] found = readAll(files);
        assertOnlyDamageDiffers(found, isClosed ? rightClosed : rightUnclean);
        shown++;
      } catch (EngineException e) {
        // Nothing is shown: as well.
      }
    }
    assertThat(shown).isPositive();
  }

  /**
   * A log that is damaged in its middle has lost commits that were acknowledged. What is before
   * them would be an old state, so it is not shown.
   */
  @Test
  void logThatIsDamagedInItsMiddleShowsNothing() {
    long position = meta(unclean.get(NAME)).logPosition();
    byte[] log = unclean.get(LOG).clone();
    try (LogReader reader = LogReader.open(new PowerLossVfs(unclean), LOG)) {
      log[(int) reader.segments().get(0).offset(position) + 100] ^= 1;
    }
    assertThatThrownBy(() -> readAll(Map.of(NAME, unclean.get(NAME), LOG, log)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("recover");
  }
}
