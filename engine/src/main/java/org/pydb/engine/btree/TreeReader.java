package org.pydb.engine.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.schema.KeyRange;

/** Finds single keys in one version of a tree. Stateless. */
public final class TreeReader {
  private TreeReader() {}

  /**
   * The leaf in which a key is or would be, or null if the tree is empty; of a tree in a store,
   * null if the key is not there.
   */
  public static @Nullable Node leaf(
      TreeRoot tree, byte[] key, int from, int to, PageSource source) {
    PageRef ref = tree.root();
    if (ref == null) {
      return null;
    }
    if (ref instanceof StoredRoot) {
      return StoredLeaves.find(tree, key, from, to);
    }
    Node node = ref.node(source);
    while (!node.isLeaf()) {
      node = node.child(node.childIndex(key, from, to, source)).node(source);
    }
    return node;
  }

  /** The first leaf, or null if the tree is empty. */
  public static @Nullable Node firstLeaf(TreeRoot tree, PageSource source) {
    PageRef ref = tree.root();
    if (ref == null) {
      return null;
    }
    if (ref instanceof StoredRoot) {
      return StoredLeaves.read(tree, KeyRange.ALL, false, 1);
    }
    Node node = ref.node(source);
    while (!node.isLeaf()) {
      node = node.child(0).node(source);
    }
    return node;
  }

  /** The last leaf, or null if the tree is empty. */
  public static @Nullable Node lastLeaf(TreeRoot tree, PageSource source) {
    PageRef ref = tree.root();
    if (ref == null) {
      return null;
    }
    if (ref instanceof StoredRoot) {
      return StoredLeaves.read(tree, KeyRange.ALL, true, 1);
    }
    Node node = ref.node(source);
    while (!node.isLeaf()) {
      node = node.child(node.count() - 1).node(source);
    }
    return node;
  }
}
