package org.pydb.engine.btree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.BatchSearch;
import org.pydb.engine.node.KeyBatch;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;

/**
 * Finds many keys in one version of a tree, what {@link TreeReader} does for one. All of them go
 * down level by level, as {@link BatchSearch} explains. Reusable; not thread-safe.
 *
 * <p>What it found stays valid, and the same, for as long as anybody holds the leaves.
 */
public final class BatchReader {

  /** The most keys that are found at once. */
  public static final int KEYS_MAX = BatchSearch.KEYS_MAX;

  private final BatchSearch search = new BatchSearch();
  private final @Nullable PageRef[] children = new PageRef[KEYS_MAX];
  private final @Nullable Node[] storedLeaves = new Node[KEYS_MAX];
  private boolean isEmpty;
  private boolean isStored;

  /** A reader. */
  public BatchReader() {}

  /**
   * Looks keys up in a tree of a published version.
   *
   * @param first the first of the keys
   * @param count how many, from there on
   */
  public void find(TreeRoot tree, KeyBatch keys, int first, int count, PageSource source) {
    PageRef root = tree.root();
    isEmpty = root == null;
    isStored = root instanceof StoredRoot;
    if (root == null) {
      return;
    }
    if (isStored) {
      for (int i = 0; i < count; i++) {
        storedLeaves[i] =
            StoredLeaves.find(tree, keys.array(), keys.from(first + i), keys.to(first + i));
      }
      return;
    }
    Node top = root.node(source);
    assert top.token().isFrozen();
    search.begin(top, count);
    for (int level = top.level(); level > 0; level--) {
      for (int i = 0; i < count; i++) {
        children[i] = search.child(i, keys, first + i, source);
      }
      for (int i = 0; i < count; i++) {
        PageRef child = children[i];
        assert child != null;
        search.setNode(i, child.node(source));
      }
    }
    search.searchLeaves(keys, first, count, source);
  }

  /** Whether a key is in the tree; by its number among those that were looked up. */
  public boolean isFound(int i) {
    return isStored ? storedLeaves[i] != null : !isEmpty && search.found(i) >= 0;
  }

  /** The leaf of a key that was found. */
  public Node leaf(int i) {
    Node made = isStored ? storedLeaves[i] : null;
    return made != null ? made : search.node(i);
  }

  /** The index of its entry in the leaf. */
  public int index(int i) {
    return isStored ? 0 : search.found(i);
  }

  /** Forgets the leaves. */
  public void release() {
    search.release();
    Arrays.fill(storedLeaves, null);
  }
}
