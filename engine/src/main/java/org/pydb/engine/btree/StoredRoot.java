package org.pydb.engine.btree;

import org.pydb.engine.node.PageRef;

/**
 * Stands where the reference to a root node stands in other trees, and leads to no page: the
 * entries are in a store. Each batch that changes the tree makes another one, so that here, too,
 * trees with the same root have the same entries.
 */
public final class StoredRoot extends PageRef {
  private final String home;
  private final long entries;

  /**
   * The root of a version of a tree.
   *
   * @param home the name of the store
   * @param batch the number of the batch that made the version
   * @param entries how many there are
   */
  public StoredRoot(String home, long batch, long entries) {
    super(0L, batch);
    this.home = home;
    this.entries = entries;
  }

  /** The name of the store that keeps the tree. */
  public String home() {
    return home;
  }

  /** How many entries the tree has. */
  public long entries() {
    return entries;
  }

  /** The tree's root, not yet to be read from. */
  public TreeRoot of(int tree) {
    return new TreeRoot(tree, this, 0, entries, false, false);
  }
}
