package org.pydb.engine.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.PageRef;

/**
 * One version of one tree. Immutable; thread-safe.
 *
 * @param tree the tree's id
 * @param root its root node, or null if the tree is empty
 * @param levels how many levels it has, 0 if it is empty
 * @param entries how many entries it has
 * @param hasChains whether it may refer to overflow chains
 * @param dropped whether the tree was dropped and only waits for its pages to be freed
 * @param stored the entries of a tree that has a {@link StoredRoot}, in the version from which this
 *     was taken; else null
 */
public record TreeRoot(
    int tree,
    @Nullable PageRef root,
    int levels,
    long entries,
    boolean hasChains,
    boolean dropped,
    @Nullable StoredTree stored) {

  /** The lowest id that is given out; trees below it are the store's own. */
  public static final int FIRST_ID = 16;

  /** The most levels of a tree; a billion times a billion entries fit in fewer. */
  public static final int LEVELS_MAX = 32;

  /** A tree whose entries are in pages, or which is not to be read yet. */
  public TreeRoot(
      int tree,
      @Nullable PageRef root,
      int levels,
      long entries,
      boolean hasChains,
      boolean dropped) {
    this(tree, root, levels, entries, hasChains, dropped, null);
  }

  /** The empty tree. */
  public static TreeRoot empty(int tree) {
    return new TreeRoot(tree, null, 0, 0, false, false);
  }

  /** Whether the tree has no entries. */
  public boolean isEmpty() {
    return root == null;
  }

  /** Whether the entries are in a store, and not in pages. */
  public boolean isStored() {
    return root instanceof StoredRoot;
  }

  /** The entries of a tree that is {@linkplain #isStored in a store}. */
  public StoredTree entriesElsewhere() {
    StoredTree entries = stored;
    if (entries == null) {
      throw new IllegalStateException("tree " + tree + " is read without its store");
    }
    return entries;
  }

  /** This tree, as a version shows it. */
  TreeRoot in(@Nullable StoredTrees trees) {
    PageRef ref = root;
    StoredTree shown =
        trees == null || !(ref instanceof StoredRoot elsewhere)
            ? null
            : trees.tree(tree, elsewhere);
    return shown == null && stored == null
        ? this
        : new TreeRoot(tree, root, levels, entries, hasChains, dropped, shown);
  }

  /** This tree, marked as dropped. */
  public TreeRoot asDropped() {
    return new TreeRoot(tree, root, levels, entries, hasChains, true);
  }
}
