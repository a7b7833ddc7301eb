package org.pydb.engine.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.schema.KeyRange;

/**
 * The ranges of keys that a serializable transaction has read. If all of them hold the same entries
 * when it commits as in its snapshot, then it might as well have run whole at that moment: so the
 * order of commits is a serial order. Keys that were absent count as read, so there are no
 * phantoms.
 *
 * <p>(This is optimistic concurrency control with backward validation, Kung and Robinson 1981; the
 * comparison of trees stands in for the remembered write sets.)
 *
 * <p>Memory is bounded: of many ranges of one tree, neighbours are joined. That can only make a
 * transaction fail that need not have.
 *
 * <p>Noting is thread-safe, since a query may read with several threads.
 */
public final class ReadSet {

  /** The most ranges that are kept for one tree. */
  private static final int RANGES_MAX = 4096;

  private final IntFunction<String> treeNames;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Integer, List<KeyRange>> ranges = new LinkedHashMap<>();

  /**
   * Nothing read yet.
   *
   * @param treeNames what to call a tree in messages
   */
  ReadSet(IntFunction<String> treeNames) {
    this.treeNames = treeNames;
  }

  /** Notes that a range was read. */
  public void add(int tree, KeyRange range) {
    lock.lock();
    try {
      note(tree, range);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void note(int tree, KeyRange range) {
    List<KeyRange> known = ranges.computeIfAbsent(tree, id -> new ArrayList<>());
    if (!known.isEmpty() && known.get(known.size() - 1).equals(range)) {
      return;
    }
    known.add(range);
    if (known.size() > RANGES_MAX) {
      join(known);
    }
  }

  /** Notes that a key was looked up. */
  public void addKey(int tree, byte[] key, int from, int to) {
    byte[] lower = Arrays.copyOfRange(key, from, to);
    add(tree, new KeyRange(lower, Arrays.copyOf(lower, lower.length + 1)));
  }

  /**
   * Throws if anything that was read is different in another version.
   *
   * @param before the roots as they were read, or as they were validated already
   */
  void validate(RootMap before, RootMap after, TreeComparison comparison) {
    if (before == after) {
      return;
    }
    lock.lock();
    try {
      ranges.forEach((tree, read) -> validate(tree, read, before, after, comparison));
    } finally {
      lock.unlock();
    }
  }

  private void validate(
      int tree, List<KeyRange> read, RootMap before, RootMap after, TreeComparison comparison) {
    TreeRoot then = before.getOrEmpty(tree);
    TreeRoot now = after.getOrEmpty(tree);
    // A tree that was dropped keeps its entries until the last snapshot has let go of it.
    boolean isDropped = now.dropped() && !then.dropped();
    for (KeyRange range : read) {
      if (isDropped || !comparison.isSame(then, now, range)) {
        throw new WriteConflictException(
            "could not serialize access: what this transaction read of "
                + treeNames.apply(tree)
                + " was changed by another one, which committed first; run the transaction"
                + " again");
      }
    }
  }

  // ------------------------------------------------------------------ joining

  /** Joins ranges that overlap; and if that does not make them half as many, neighbours too. */
  private static void join(List<KeyRange> ranges) {
    ranges.sort(Comparator.comparing(KeyRange::lower, ReadSet::compareLower));
    joinWhere(ranges, false);
    while (ranges.size() > RANGES_MAX / 2) {
      joinWhere(ranges, true);
    }
  }

  /** One pass over sorted ranges. */
  private static void joinWhere(List<KeyRange> ranges, boolean pairs) {
    List<KeyRange> joined = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      KeyRange range = ranges.get(i);
      int last = joined.size() - 1;
      boolean with = last >= 0 && (touches(joined.get(last), range) || (pairs && i % 2 == 1));
      if (with) {
        joined.set(last, hull(joined.get(last), range));
      } else {
        joined.add(range);
      }
    }
    ranges.clear();
    ranges.addAll(joined);
  }

  private static boolean touches(KeyRange first, KeyRange second) {
    byte[] upper = first.upper();
    byte[] lower = second.lower();
    return upper == null || lower == null || Arrays.compareUnsigned(lower, upper) <= 0;
  }

  private static KeyRange hull(KeyRange first, KeyRange second) {
    byte[] a = first.upper();
    byte[] b = second.upper();
    byte[] upper = a == null || b == null ? null : Arrays.compareUnsigned(a, b) >= 0 ? a : b;
    return new KeyRange(first.lower(), upper);
  }

  private static int compareLower(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return Arrays.compareUnsigned(a, b);
  }
}
