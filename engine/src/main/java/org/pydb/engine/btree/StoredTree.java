package org.pydb.engine.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.KeyRange;

/**
 * One version of a tree whose entries are not in pages of the file: a store keeps them. Immutable;
 * thread-safe; readable as long as somebody holds its version.
 */
public interface StoredTree {

  /** A copy of the value of a key, or null if it is not there. */
  byte @Nullable [] get(byte[] key, int from, int to);

  /** Hands out the entries of a range in the order of their keys, until the visitor has enough. */
  void read(KeyRange range, boolean backward, Visitor visitor);

  /** Takes entries. */
  interface Visitor {
    /** Takes an entry, whose arrays it may keep; false if it wants no more. */
    boolean entry(byte[] key, byte[] value);
  }
}
