package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.lock.LockOverflow;

/**
 * The locks of a large transaction, in a write set of their own: a tree of the locked keys, whose
 * nodes the pool writes to temporary pages as it needs the room.
 *
 * <p>Other transactions ask for each key that they want to lock, so in front of the tree stand
 * Bloom filters, in memory, about a byte a key, that say no to nearly all of them. They grow by
 * adding one of twice the size (Almeida et al., Scalable Bloom Filters, 2007).
 */
final class SpilledLocks implements LockOverflow {

  /** The tree in the write set; its keys are a tree's id and a key of that. */
  private static final int TREE = 1;

  private static final int TREE_ID_SIZE = 4;

  /** The values, by the strength of the mode. */
  private static final byte[] STRENGTHS = {0, 1, 2, 3};

  private static final int FIRST_FILTER_KEYS = 1 << 15;
  private static final int FILTER_KEYS_MAX = 1 << 27;
  private static final int BITS_PER_KEY = 8;
  private static final int PROBES = 4;

  /** Held while the tree is changed or read. */
  private final ReentrantLock lock = new ReentrantLock();

  private final WriteSet locks;
  private final ByteBuilder addedKey = new ByteBuilder(64);
  private boolean dropped;

  /** The filters, the newest and largest last; replaced, never changed. */
  private volatile long[][] filters = {newFilter(FIRST_FILTER_KEYS)};

  private int roomInFilter = FIRST_FILTER_KEYS;

  SpilledLocks(WriteSet locks) {
    this.locks = locks;
  }

  private static long[] newFilter(int keys) {
    return new long[keys / (Long.SIZE / BITS_PER_KEY)];
  }

  @Override
  public void add(long hash, int tree, byte[] key, int from, int to, LockMode mode) {
    lock.lock();
    try {
      fillKey(addedKey, tree, key, from, to);
      byte[] bytes = addedKey.array();
      locks.put(TREE, false, bytes, 0, addedKey.length(), STRENGTHS, mode.strength(), 1);
    } finally {
      lock.unlock();
    }
    addToFilter(hash);
  }

  @Override
  public @Nullable LockMode find(long hash, int tree, byte[] key, int from, int to) {
    if (!mayContain(hash)) {
      return null;
    }
    ByteBuilder whole = new ByteBuilder(TREE_ID_SIZE + to - from);
    fillKey(whole, tree, key, from, to);
    lock.lock();
    try {
      TreeRoot root = dropped ? null : locks.root(TREE);
      EntryPointer found = new EntryPointer();
      if (root == null
          || !ReadView.find(root, whole.array(), 0, whole.length(), locks.edit().source(), found)) {
        return null;
      }
      return LockMode.ofStrength(found.value(locks.edit().file())[0]);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drop() {
    lock.lock();
    try {
      dropped = true;
      locks.drop();
    } finally {
      lock.unlock();
    }
  }

  private static void fillKey(ByteBuilder whole, int tree, byte[] key, int from, int to) {
    whole.clear();
    whole.putInt(tree).put(key, from, to - from);
  }

  // ------------------------------------------------------------------ filters

  /**
   * Whoever asks for the key has the same stripe of the lock table as the owner had when it added
   * it, and so sees its bits.
   */
  private boolean mayContain(long hash) {
    for (long[] filter : filters) {
      if (mayContain(filter, hash)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayContain(long[] filter, long hash) {
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(filter, hash, i);
      if ((filter[bit >>> 6] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private void addToFilter(long hash) {
    long[][] all = filters;
    long[] filter = all[all.length - 1];
    if (roomInFilter-- == 0) {
      int keys = Math.min(2 * filter.length * (Long.SIZE / BITS_PER_KEY), FILTER_KEYS_MAX);
      filter = newFilter(keys);
      roomInFilter = keys - 1;
      List<long[]> more = new ArrayList<>(Arrays.asList(all));
      more.add(filter);
      filters = more.toArray(long[][]::new);
    }
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(filter, hash, i);
      filter[bit >>> 6] |= 1L << bit;
    }
  }

  /** One of the bits of a key: double hashing over the two halves of its hash. */
  private static int bit(long[] filter, long hash, int probe) {
    int first = (int) hash;
    int step = (int) (hash >>> 32) | 1;
    return (first + probe * step & Integer.MAX_VALUE) % (filter.length * Long.SIZE);
  }
}
