package org.pydb.engine.txn;

import org.pydb.engine.btree.StoredTrees;
import org.pydb.engine.btree.TreeRoot;

/**
 * What one batch changes in the stores that keep trees. Until it is {@linkplain #apply applied},
 * which is not before the log has it, the stores know nothing of it, and who must see it, because
 * the next batch builds on this one, looks at both. Used by one thread, but for what it gives.
 */
public interface HomeChanges {

  /** Begins a tree, which is empty. */
  TreeRoot create(int tree, String home);

  /** Sets a value. */
  void put(TreeRoot tree, byte[] key, int from, int to, byte[] value, int valueFrom, int length);

  /** Deletes a key, if it is there. */
  void delete(TreeRoot tree, byte[] key, int from, int to);

  /** Deletes some entries of a tree that was dropped; tells whether there are more. */
  boolean clear(TreeRoot tree);

  /** The tree as it is after the changes so far. */
  TreeRoot changed(TreeRoot tree);

  /** What the stores hold in the batch's version, with the changes so far and those to come. */
  StoredTrees state();

  /**
   * Whether any of it is to outlive the process: then the log must be durable before it is done.
   */
  boolean isDurable();

  /**
   * Hands the changes to the stores. From then on {@link #state} is held, once, by the caller.
   *
   * @throws org.pydb.engine.error.EngineException if a store could not take them
   */
  void apply();
}
