package org.pydb.engine.kv.index;

import org.jspecify.annotations.Nullable;

/**
 * Leads from a key to where its value is in the log. Not thread-safe: its owner sees to it that
 * changes happen alone; reads go on side by side.
 *
 * <p>{@code IndexContract} in the test kit tries any index.
 */
public interface Index extends AutoCloseable {

  /** Where the value of a key is, or null if the key is not there. */
  @Nullable Location get(byte[] key);

  /** Sets the place of a value. The array is kept, not copied; nobody changes it. */
  void put(byte[] key, Location location);

  /** Forgets a key, if it is there. */
  void remove(byte[] key);

  /** How many keys there are. */
  long size();

  /** Forgets all keys. */
  void clear();

  /**
   * What was noted with the changes that have outlived the last closing or crash; null if nothing
   * has: then the owner puts all keys in anew. An index in memory forgets.
   */
  default byte @Nullable [] mark() {
    return null;
  }

  /**
   * Ends some changes: a crash leaves all of those since the last call, and this mark, or none; and
   * never changes without those before them.
   *
   * @param mark whatever the owner wants to find again
   * @param isDurable whether they outlive a loss of power when this returns
   */
  default void commit(byte[] mark, boolean isDurable) {
    // In memory nothing outlives anything.
  }

  /** Frees what it holds. */
  @Override
  default void close() {
    clear();
  }
}
