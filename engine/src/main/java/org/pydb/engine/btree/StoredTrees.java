package org.pydb.engine.btree;

/**
 * What the stores of a database hold in one version: beside the roots, which lead to pages, what is
 * kept elsewhere. Thread-safe.
 */
public interface StoredTrees {

  /** A tree of this version. */
  StoredTree tree(int tree, StoredRoot root);

  /** Keeps this readable until it is {@linkplain #release released} as often. */
  void hold();

  /** Lets go. */
  void release();
}
