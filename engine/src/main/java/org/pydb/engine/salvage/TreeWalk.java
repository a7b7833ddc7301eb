package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PagePointer;

/**
 * Reads what is left of a tree. Not thread-safe.
 *
 * <p>From the root down as usual; a page that cannot be read makes a gap, and its neighbours are
 * read all the same. If it is an inner page, the leaves below it may be whole: they are looked for
 * among all leaves of the file.
 *
 * <p>There the free map says which of them count. Without it there may be several of different ages
 * for the same keys; then the newest counts, from its first key to its last, and older ones only
 * beside it. That may bring back rows that had been deleted, so it is {@linkplain #isGuessed told}.
 */
final class TreeWalk {

  /** Takes what was read, in no certain order. */
  @FunctionalInterface
  interface Entries {
    void entry(byte[] key, byte[] value);
  }

  /** Entries that could not be read. */
  static final class Gap {
    /** Why. */
    final String cause;

    /** The last key that was read before it, or null at the tree's beginning. */
    final byte @Nullable [] after;

    /** The first key that was read behind it, or null at the tree's end. */
    byte @Nullable [] before;

    Gap(String cause, byte @Nullable [] after) {
      this.cause = cause;
      this.after = after;
    }
  }

  private final DamagedFile file;
  private final int tree;
  private final Entries entries;
  private final List<Gap> gaps = new ArrayList<>();
  private final Set<Long> visited = new HashSet<>();
  private final TreeMap<byte[], byte[]> newerStretches = new TreeMap<>(Arrays::compareUnsigned);
  private byte @Nullable [] lastKey;

  /** The gaps from here on have no end yet. */
  private int firstOpenGap;

  private long count;
  private boolean guessed;

  TreeWalk(DamagedFile file, int tree, Entries entries) {
    this.file = file;
    this.tree = tree;
    this.entries = entries;
  }

  /** Reads a tree from its root. */
  TreeWalk from(TreeRoot root) {
    PageRef ref = root.root();
    if (ref != null) {
      visit(ref, root.levels() - 1, null, null);
    }
    return this;
  }

  /** Reads a tree whose root is not known. */
  TreeWalk fromLeaves() {
    gather(null, null);
    return this;
  }

  /** What could not be read. */
  List<Gap> gaps() {
    return gaps;
  }

  /** How many entries were read. */
  long count() {
    return count;
  }

  /** Whether entries may be among them that had been deleted or replaced. */
  boolean isGuessed() {
    return guessed;
  }

  private void visit(PageRef ref, int level, byte @Nullable [] lower, byte @Nullable [] upper) {
    Node node;
    try {
      node = file.node(ref, tree, level);
    } catch (CorruptionException e) {
      gaps.add(new Gap(String.valueOf(e.getMessage()), lastKey));
      if (level > 0 || file.isStale()) {
        gather(lower, upper);
      }
      return;
    }
    visited.add(ref.number());
    if (node.isLeaf()) {
      readInOrder(node);
      return;
    }
    byte[] from = lower;
    for (int i = 0; i < node.count(); i++) {
      byte[] to = i + 1 < node.count() ? separator(node, i + 1, from) : upper;
      visit(node.child(i), level - 1, from, to);
      from = to;
    }
  }

  /** A separator; the part of it that can be read if it is a long one on a damaged page. */
  private byte @Nullable [] separator(Node node, int i, byte @Nullable [] before) {
    try {
      return LongKey.of(node, i, file.pages());
    } catch (CorruptionException e) {
      byte[] head = node.head(i);
      return before == null || Arrays.compareUnsigned(before, head) < 0 ? head : before;
    }
  }

  private void readInOrder(Node leaf) {
    for (int i = 0; i < leaf.count(); i++) {
      byte[] key = read(leaf, i);
      if (key != null) {
        for (; firstOpenGap < gaps.size(); firstOpenGap++) {
          gaps.get(firstOpenGap).before = key;
        }
        lastKey = key;
      }
    }
  }

  /** Reads an entry, and returns its key; null if it cannot be read. */
  private byte @Nullable [] read(Node leaf, int i) {
    try {
      byte[] key = LongKey.of(leaf, i, file.pages());
      entries.entry(key, value(file, leaf, i));
      count++;
      return key;
    } catch (CorruptionException e) {
      gaps.add(new Gap("a large value or key: " + e.getMessage(), lastKey));
      return null;
    }
  }

  /** A copy of a value, put together from its chain if it is large. */
  static byte[] value(DamagedFile file, Node leaf, int i) {
    int at = leaf.valueStart(i);
    return leaf.isOverflow(i)
        ? Edit.readOverflow(file.pages(), leaf.bytes(), at)
        : Arrays.copyOfRange(leaf.bytes(), at, at + leaf.valueLength(i));
  }

  // ------------------------------------------------------------------ leaves without a way to them

  private void gather(byte @Nullable [] lower, byte @Nullable [] upper) {
    List<PagePointer> newestFirst = new ArrayList<>(file.leaves(tree));
    newestFirst.sort(Comparator.comparingLong(leaf -> -leaf.generation()));
    newerStretches.clear();
    for (PagePointer pointer : newestFirst) {
      if (!visited.contains(pointer.number())) {
        readStray(pointer, lower, upper);
      }
    }
  }

  private void readStray(PagePointer pointer, byte @Nullable [] lower, byte @Nullable [] upper) {
    Node leaf;
    try {
      leaf = file.node(new PageRef(pointer.number(), pointer.generation()), tree, 0);
    } catch (CorruptionException e) {
      return; // Whole, but no leaf: a fault of whoever wrote it.
    }
    byte[] first = null;
    byte[] last = null;
    for (int i = 0; i < leaf.count(); i++) {
      byte[] key = keyOrHead(leaf, i);
      boolean inGap =
          (lower == null || Arrays.compareUnsigned(key, lower) >= 0)
              && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
      if (!inGap) {
        continue;
      }
      visited.add(pointer.number());
      guessed |= !file.knowsWhatIsUsed();
      if (!isInNewerStretch(key)) {
        read(leaf, i);
      }
      first = first == null ? key : first;
      last = key;
    }
    if (first != null && last != null && !file.knowsWhatIsUsed()) {
      addStretch(first, last);
    }
  }

  private byte[] keyOrHead(Node leaf, int i) {
    try {
      return LongKey.of(leaf, i, file.pages());
    } catch (CorruptionException e) {
      return leaf.head(i);
    }
  }

  private boolean isInNewerStretch(byte[] key) {
    Map.Entry<byte[], byte[]> stretch = newerStretches.floorEntry(key);
    return stretch != null && Arrays.compareUnsigned(key, stretch.getValue()) <= 0;
  }

  private void addStretch(byte[] first, byte[] last) {
    byte[] from = first;
    byte[] to = last;
    Map.Entry<byte[], byte[]> other = newerStretches.floorEntry(to);
    while (other != null && Arrays.compareUnsigned(other.getValue(), from) >= 0) {
      newerStretches.remove(other.getKey());
      from = Arrays.compareUnsigned(other.getKey(), from) < 0 ? other.getKey() : from;
      to = Arrays.compareUnsigned(other.getValue(), to) > 0 ? other.getValue() : to;
      other = newerStretches.floorEntry(to);
    }
    newerStretches.put(from, to);
  }
}
