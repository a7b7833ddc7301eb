package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.PageIdentities;

/**
 * What became of a tree from one version to a later one: which pages only one of them has, and
 * which entries differ. What they share is not looked at, so this costs as much as was changed.
 *
 * <p>A node that both have has one parent in each. If the parent is shared, so are all below it; if
 * not, neither version's parent is. So, level by level from the top, the children of the nodes that
 * only one version has hold all that only one version has on the next level:
 *
 * <pre>
 *   before   A            after   A'
 *           / \                  / \           only before: A, B    only after: A', B'
 *          B   C                B'  C          C is in both, and nothing below it is looked at
 * </pre>
 *
 * Both versions must be held as long as this is used. Not thread-safe.
 */
final class TreeDifference {

  /** Is told of the entries that differ, in the order of their keys. */
  interface Entries {
    /**
     * An entry is new or has another value.
     *
     * @param before the leaf in which the key was, and its index there; null if it was not there
     */
    void put(byte[] key, @Nullable Node before, int beforeIndex, Node leaf, int index);

    /** An entry is gone. */
    void deleted(byte[] key);
  }

  private final PageSource source;
  private final PageFile file;

  /** The nodes that only one version has, level by level, in the order of keys. */
  private final List<PageRef> goneNodes = new ArrayList<>();

  private final List<PageRef> comeNodes = new ArrayList<>();

  /** Those of them that are leaves; not the nodes, which may be more than fits in memory. */
  private List<PageRef> goneLeaves = List.of();

  private List<PageRef> comeLeaves = List.of();

  /** The chains that only one version has, by their first pages: their lengths. */
  private final Map<PagePointer, Long> goneChains = new LinkedHashMap<>();

  private final Map<PagePointer, Long> comeChains = new LinkedHashMap<>();

  /** Compares two versions of one tree. */
  TreeDifference(TreeRoot before, TreeRoot after, PageSource source, PageFile file) {
    this.source = source;
    this.file = file;
    walk(before, after);
    List<PagePointer> both = new ArrayList<>(goneChains.keySet());
    both.retainAll(comeChains.keySet());
    both.forEach(goneChains::remove);
    both.forEach(comeChains::remove);
  }

  private void walk(TreeRoot before, TreeRoot after) {
    List<PageRef> gone = root(before);
    List<PageRef> come = root(after);
    for (int level = Math.max(before.levels(), after.levels()) - 1; level >= 0; level--) {
      List<PageRef> old = level < before.levels() ? gone : List.of();
      List<PageRef> fresh = level < after.levels() ? come : List.of();
      List<PageRef> oldOnly = without(old, fresh);
      List<PageRef> freshOnly = without(fresh, old);
      goneNodes.addAll(oldOnly);
      comeNodes.addAll(freshOnly);
      if (level < before.levels()) {
        goneLeaves = oldOnly;
        gone = visit(oldOnly, goneChains);
      }
      if (level < after.levels()) {
        comeLeaves = freshOnly;
        come = visit(freshOnly, comeChains);
      }
    }
  }

  private static List<PageRef> root(TreeRoot tree) {
    PageRef root = tree.root();
    return root == null ? List.of() : List.of(root);
  }

  private static List<PageRef> without(List<PageRef> refs, List<PageRef> others) {
    PageIdentities known = new PageIdentities(others);
    List<PageRef> rest = new ArrayList<>(refs);
    rest.removeIf(known::contains);
    return rest;
  }

  /** Takes down the chains of some nodes of one level; returns their children. */
  private List<PageRef> visit(List<PageRef> refs, Map<PagePointer, Long> chains) {
    List<PageRef> children = new ArrayList<>();
    for (PageRef ref : refs) {
      Node node = ref.node(source);
      addChains(node, chains);
      for (int i = 0; !node.isLeaf() && i < node.count(); i++) {
        children.add(node.child(i));
      }
    }
    return children;
  }

  private static void addChains(Node node, Map<PagePointer, Long> chains) {
    for (int i = node.isLeaf() ? 0 : 1; i < node.count(); i++) {
      if (node.hasTail(i)) {
        int at = node.tailStart(i);
        long length = Bytes.getInt(node.bytes(), at + PageLayout.POINTER_SIZE);
        chains.put(PagePointer.get(node.bytes(), at), length);
      }
      if (node.isLeaf() && node.isOverflow(i)) {
        int at = node.valueStart(i);
        long length = Bytes.getLong(node.bytes(), at + PageLayout.POINTER_SIZE);
        chains.put(PagePointer.get(node.bytes(), at), length);
      }
    }
  }

  /** How many nodes only one of the versions has. */
  int size() {
    return goneNodes.size() + comeNodes.size();
  }

  // ------------------------------------------------------------------ pages

  /** The pages that only the older version has. */
  void addGone(List<PageRef> pages) {
    pages.addAll(goneNodes);
    goneChains.forEach((first, length) -> addChain(pages, first, length));
  }

  /** The pages that only the newer version has, without those of some chains. */
  void addCome(List<PageRef> pages, Iterable<PagePointer> withoutChains) {
    pages.addAll(comeNodes);
    withoutChains.forEach(comeChains::remove);
    comeChains.forEach((first, length) -> addChain(pages, first, length));
  }

  private void addChain(List<PageRef> pages, PagePointer first, long length) {
    for (PagePointer page : OverflowChain.pages(file, first, length)) {
      pages.add(new PageRef(page.number(), page.generation()));
    }
  }

  /**
   * Keys that lie, one at least, below each node that only the older version has: whoever copies
   * the ways to them in a tree made of that version has no such node left.
   */
  List<byte[]> keysBelowGone() {
    PageIdentities gone = new PageIdentities(goneNodes);
    List<byte[]> keys = new ArrayList<>();
    for (PageRef ref : goneNodes) {
      Node node = ref.node(source);
      if (node.isLeaf() || !gone.contains(node.child(0))) {
        while (!node.isLeaf()) {
          node = node.child(0).node(source);
        }
        keys.add(LongKey.of(node, 0, file));
      }
    }
    return keys;
  }

  // ------------------------------------------------------------------ entries

  /** Calls back for each entry that differs. */
  void forEachEntry(Entries action) {
    Walk before = new Walk(goneLeaves);
    Walk after = new Walk(comeLeaves);
    while (before.key != null || after.key != null) {
      int order = compare(before.key, after.key);
      if (order < 0) {
        action.deleted(before.key());
      } else if (order > 0) {
        action.put(after.key(), null, 0, after.leaf(), after.index);
      } else if (!isSame(before, after)) {
        action.put(after.key(), before.leaf(), before.index, after.leaf(), after.index);
      }
      if (order <= 0) {
        before.next();
      }
      if (order >= 0) {
        after.next();
      }
    }
  }

  /** Null comes last. */
  private static int compare(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? 1 : -1;
    }
    return Arrays.compareUnsigned(a, b);
  }

  private static boolean isSame(Walk a, Walk b) {
    return TreeComparison.isSameValue(a.leaf(), a.index, b.leaf(), b.index)
        && isSameTail(a.leaf(), a.index, b.leaf(), b.index);
  }

  /** Whether two entries of one long key have the rest of it in the same chain, or none has any. */
  static boolean isSameTail(Node a, int i, Node b, int j) {
    if (!a.hasTail(i) || !b.hasTail(j)) {
      return a.hasTail(i) == b.hasTail(j);
    }
    return PagePointer.get(a.bytes(), a.tailStart(i))
        .equals(PagePointer.get(b.bytes(), b.tailStart(j)));
  }

  /** Goes through the entries of some leaves. */
  private final class Walk {
    private final Iterator<PageRef> leaves;
    private @Nullable Node leaf;
    private int index;
    private byte @Nullable [] key;

    Walk(List<PageRef> leaves) {
      this.leaves = leaves.iterator();
      next();
    }

    void next() {
      index++;
      Node node = leaf;
      while ((node == null || index >= node.count()) && leaves.hasNext()) {
        node = leaves.next().node(source);
        index = 0;
      }
      leaf = node;
      key = node == null || index >= node.count() ? null : LongKey.of(node, index, file);
    }

    Node leaf() {
      Node here = leaf;
      assert here != null;
      return here;
    }

    byte[] key() {
      byte[] here = key;
      assert here != null;
      return here;
    }
  }
}
