package org.pydb.engine.kv.lsm;

import org.jspecify.annotations.Nullable;

/** Walks the entries of one place in order, deletions among them. The arrays are not copies. */
interface SortedCursor {

  /** Moves on by one entry; false if there is none left. Before the first call it is at none. */
  boolean next();

  byte[] key();

  /** Null for a deletion. */
  byte @Nullable [] value();
}
