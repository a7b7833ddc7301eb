package org.pydb.engine.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.schema.KeyRange;

/**
 * About how many entries of a tree lie in a range, without reading them.
 *
 * <p>The paths to both ends of the range are walked side by side. Below the node where they part,
 * what lies between them is counted level by level:
 *
 * <pre>
 *          [ . a . . . b . ]          3 nodes between, whole
 *         /                 \
 *   [ . . a x x ]      [ x x b . ]    2 + 2 nodes between, and those of the 3 above
 * </pre>
 *
 * <p>The nodes that are whole are not all read: a few of them say how many children the others have
 * on average. So the answer is exact if both ends fall into one leaf, or into neighbours not far
 * apart, and costs a few pages a level else. (InnoDB estimates ranges in this way.)
 */
public final class EntryEstimate {

  /** Of the whole nodes of a level so many are looked into. */
  private static final int NODES_MAX = 4;

  private final PageSource source;
  private final KeyRange range;

  private EntryEstimate(KeyRange range, PageSource source) {
    this.range = range;
    this.source = source;
  }

  /** The estimate; 0 only if the range, or its part of the tree, is empty. */
  public static double of(TreeRoot tree, KeyRange range, PageSource source) {
    PageRef root = tree.root();
    if (root == null || range.isEmpty()) {
      return 0;
    }
    if (range.lower() == null && range.upper() == null) {
      return (double) tree.entries();
    }
    if (root instanceof StoredRoot) {
      return StoredEstimate.entries(tree, range);
    }
    double between = new EntryEstimate(range, source).together(root.node(source));
    return Math.min(between, (double) tree.entries());
  }

  /** As long as both ends lie below the same node. */
  private double together(Node node) {
    int low = lowIndex(node);
    int high = highIndex(node);
    if (node.isLeaf()) {
      return Math.max(0, high - low);
    }
    return low == high
        ? together(node.child(low).node(source))
        : apart(node, low, node, high, Math.max(0, high - low - 1));
  }

  /**
   * Counts below two nodes of one level.
   *
   * @param low the child of {@code left} where the range begins
   * @param high the child of {@code right} where it ends
   * @param whole how many nodes of the next level lie between these two, about
   */
  private double apart(Node left, int low, Node right, int high, double whole) {
    Node lower = left.child(low).node(source);
    Node upper = right.child(high).node(source);
    int lowerIndex = lowIndex(lower);
    int upperIndex = highIndex(upper);
    double inside = whole * averageCount(left, low, right, high, lower, upper);
    if (lower.isLeaf()) {
      return lower.count() - lowerIndex + inside + upperIndex;
    }
    double below = lower.count() - lowerIndex - 1 + inside + upperIndex;
    return apart(lower, lowerIndex, upper, upperIndex, below);
  }

  /** How many cells the whole nodes have that lie between two paths, on average. */
  private double averageCount(Node left, int low, Node right, int high, Node lower, Node upper) {
    int nodes = 0;
    double cells = 0;
    boolean isOne = left == right;
    int lastOfLeft = isOne ? high - 1 : left.count() - 1;
    for (int child = low + 1; child <= lastOfLeft && nodes < NODES_MAX; child++) {
      cells += left.child(child).node(source).count();
      nodes++;
    }
    for (int child = isOne ? -1 : high - 1; child >= 0 && nodes < NODES_MAX; child--) {
      cells += right.child(child).node(source).count();
      nodes++;
    }
    return nodes == 0 ? (lower.count() + upper.count()) / 2.0 : cells / nodes;
  }

  /** The child in which the range begins; in a leaf the first entry of the range. */
  private int lowIndex(Node node) {
    return index(node, range.lower(), 0);
  }

  /** The child in which the range ends; in a leaf the first entry behind the range. */
  private int highIndex(Node node) {
    return index(node, range.upper(), node.isLeaf() ? node.count() : node.count() - 1);
  }

  private int index(Node node, byte @Nullable [] key, int unbounded) {
    if (key == null) {
      return unbounded;
    }
    if (!node.isLeaf()) {
      return node.childIndex(key, 0, key.length, source);
    }
    int found = node.search(key, 0, key.length, source);
    return found >= 0 ? found : -1 - found;
  }
}
