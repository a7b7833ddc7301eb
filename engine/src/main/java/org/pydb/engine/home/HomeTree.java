package org.pydb.engine.home;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredTree;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.KeyRange;

/**
 * One tree in a store: its keys are those of the store that begin with its id.
 *
 * <pre>
 *   key of an entry         tree id (4), key
 *   key of a count          0 (4), tree id (4): how many entries the tree has (8)
 *   key of the identity     0 (4): the id of the database (16)
 * </pre>
 *
 * @param version of the store
 * @param tree its id
 */
record HomeTree(HomeVersion version, int tree) implements StoredTree {
  private static final int PREFIX = Integer.BYTES;

  /** Where the id of the database is. */
  static final byte[] IDENTITY = new byte[PREFIX];

  /** The key in the store. */
  static byte[] key(int tree, byte[] key, int from, int to) {
    byte[] whole = new byte[PREFIX + to - from];
    Bytes.putInt(whole, 0, tree);
    System.arraycopy(key, from, whole, PREFIX, to - from);
    return whole;
  }

  /** Where the store has the number of entries of a tree. */
  static byte[] countKey(int tree) {
    byte[] key = new byte[2 * PREFIX];
    Bytes.putInt(key, PREFIX, tree);
    return key;
  }

  @Override
  public byte @Nullable [] get(byte[] key, int from, int to) {
    return version.get(key(tree, key, from, to));
  }

  @Override
  public void read(KeyRange range, boolean backward, Visitor visitor) {
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    KeyRange whole =
        new KeyRange(
            lower == null ? key(tree, Bytes.EMPTY, 0, 0) : key(tree, lower, 0, lower.length),
            upper == null ? key(tree + 1, Bytes.EMPTY, 0, 0) : key(tree, upper, 0, upper.length));
    version.read(
        whole,
        backward,
        (key, value) -> visitor.entry(Arrays.copyOfRange(key, PREFIX, key.length), value));
  }

  /** How many entries it has. */
  long entries() {
    byte[] count = version.get(countKey(tree));
    return count == null ? 0 : Bytes.getLong(count, 0);
  }
}
