package org.pydb.engine.txn;

import java.util.LinkedHashSet;
import java.util.Set;
import org.pydb.engine.schema.KeyRange;

/**
 * What a transaction has read and relies on: ranges of keys that must still be as they were when it
 * commits, and keys that must still be there. A foreign key relies on its referenced row, a
 * deletion on there being no references, a write on the table's definition. Not thread-safe.
 */
public final class ReadSet {

  /**
   * One thing relied on.
   *
   * @param tree the tree
   * @param range the keys; a single one if only its presence matters
   * @param presence whether it only matters that the range's lower key is there
   * @param reason what to tell the user if it changed
   */
  record Read(int tree, KeyRange range, boolean presence, String reason) {}

  private final Set<Read> reads = new LinkedHashSet<>();

  void addRange(int tree, KeyRange range, String reason) {
    reads.add(new Read(tree, range, false, reason));
  }

  void addPresence(int tree, byte[] key, String reason) {
    reads.add(new Read(tree, new KeyRange(key, null), true, reason));
  }

  Set<Read> reads() {
    return reads;
  }
}
