package org.pydb.engine.lock;

import org.jspecify.annotations.Nullable;

/**
 * Where the locks of a transaction go that has too many of them for memory. There is no escalation:
 * each key is still locked by itself. Thread-safe.
 */
public interface LockOverflow {

  /**
   * Notes that the transaction holds a lock; replaces a weaker one. Called by the owner only.
   *
   * @param hash of the tree and the key, see {@link KeyHash}
   */
  void add(long hash, int tree, byte[] key, int from, int to, LockMode mode);

  /** How the transaction holds a key, or null if it does not, or not any more. */
  @Nullable LockMode find(long hash, int tree, byte[] key, int from, int to);

  /** Forgets all. Called by the owner only, once. */
  void drop();
}
