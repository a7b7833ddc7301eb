package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;

/** The pages of a dropped tree become free once. */
class DroppedTreesTest {
  private static final String NAME = "test.pydb";
  private static final int ROWS = 5000;

  private final MemoryVfs vfs = new MemoryVfs();
  private final Executor never = task -> {};

  /**
   * A CHECKPOINT frees a dropped tree while the background still walks through it. The second one
   * to come to the end let the pages die once more: the next checkpoint then recorded them as free,
   * though they had been given to others by then.
   */
  @Test
  void treeThatSomebodyElseHasFreedIsLeftAlone() {
    try (TreeStore store = open()) {
      fill(store, 16);
      store.checkpoint();
      TreeTransaction transaction = store.begin(false);
      transaction.dropTree(16);
      transaction.commit();
    }
    TreeStore store = open();
    new DroppedTrees(store.pipeline(), interrupted(store), store.file()).free();
    fill(store, 17);
    store.checkpoint();
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
    store.close();
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private TreeStore open() {
    return TreeStore.open(new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 8 << 20, never));
  }

  private static void fill(TreeStore store, int tree) {
    byte[] key = new byte[4];
    byte[] value = new byte[100];
    TreeTransaction transaction = store.begin(false);
    for (int i = 0; i < ROWS; i++) {
      Bytes.putInt(key, 0, i);
      transaction.writes().put(tree, true, key, 0, 4, value, 0, 100);
    }
    transaction.commit();
  }

  /** A source of pages which, before it gives the first one, lets a checkpoint come in between. */
  private static PageSource interrupted(TreeStore store) {
    return new PageSource() {
      private boolean isFirst = true;

      @Override
      public Node load(PageRef ref) {
        if (isFirst) {
          isFirst = false;
          store.checkpoint();
        }
        return store.pool().load(ref);
      }

      @Override
      public int compareTail(byte[] cell, int tail, byte[] probe, int probeFrom, int probeTo) {
        return store.pool().compareTail(cell, tail, probe, probeFrom, probeTo);
      }
    };
  }
}
