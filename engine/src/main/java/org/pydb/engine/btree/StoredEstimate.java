package org.pydb.engine.btree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.schema.KeyRange;

/**
 * What {@link EntryEstimate} and {@link PageEstimate} say of trees in stores, which have no inner
 * nodes to look at: some entries are read. Stateless.
 */
final class StoredEstimate {

  /** So many entries are counted one by one. */
  private static final int COUNTED_MAX = 128;

  private StoredEstimate() {}

  /**
   * About how many entries lie in a range: exactly if they are few; else as if keys were evenly
   * spread between the first and the last one.
   */
  static double entries(TreeRoot tree, KeyRange range) {
    int[] counted = {0};
    tree.entriesElsewhere().read(range, false, (key, value) -> ++counted[0] < COUNTED_MAX);
    if (counted[0] < COUNTED_MAX) {
      return counted[0];
    }
    Node first = StoredLeaves.read(tree, KeyRange.ALL, false, 1);
    Node last = StoredLeaves.read(tree, KeyRange.ALL, true, 1);
    if (first == null || last == null) {
      return counted[0];
    }
    byte[] least = first.head(0);
    byte[] greatest = last.head(0);
    int shared = Bytes.commonPrefix(least, 0, least.length, greatest, 0, greatest.length);
    double from = place(least, shared);
    double to = place(greatest, shared);
    double lower = within(range.lower(), from, from, to, least, greatest, shared);
    double upper = within(range.upper(), to, from, to, least, greatest, shared);
    double share = to > from ? (upper - lower) / (to - from) : 1;
    return Math.max(counted[0], Math.min(1, share) * tree.entries());
  }

  private static double within(
      byte @Nullable [] bound,
      double unbounded,
      double from,
      double to,
      byte[] least,
      byte[] greatest,
      int shared) {
    if (bound == null) {
      return unbounded;
    }
    if (Arrays.compareUnsigned(bound, least) <= 0) {
      return from;
    }
    return Arrays.compareUnsigned(bound, greatest) >= 0 ? to : place(bound, shared);
  }

  /** Where a key lies, by the bytes behind those that all keys share. */
  private static double place(byte[] key, int shared) {
    byte[] rest = Arrays.copyOfRange(key, shared, shared + Long.BYTES);
    long number = Bytes.getLong(rest, 0);
    return (number >>> 1) * 2.0 + (number & 1);
  }

  /** How many pages the entries would take, by some of them; 0 only if there are none. */
  static long pages(TreeRoot tree) {
    long[] sample = {0, 0};
    tree.entriesElsewhere()
        .read(
            KeyRange.ALL,
            false,
            (key, value) -> {
              sample[1] += key.length + value.length;
              return ++sample[0] < COUNTED_MAX;
            });
    return sample[0] == 0
        ? 0
        : 1 + (long) ((double) sample[1] / sample[0] * tree.entries() / PageLayout.CONTENT_SIZE);
  }
}
