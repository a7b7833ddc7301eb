package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.schema.KeyRange;

/**
 * Leaves of one version of a tree, drawn at random without repetition: each is as likely as every
 * other. Not thread-safe.
 *
 * <p>To draw evenly, one must know all leaves; their parents do, one page in a hundred or more. Of
 * a tree that has too many even of those, parents are drawn first, and then a child of each: leaves
 * whose parents have few children are then drawn a little more often than others.
 *
 * <p>Rejected: to go down from the root by chance. The right edge of a tree that grew in the order
 * of its keys is sparse, and would be drawn far too often.
 */
public final class LeafSample {

  /** More references than these are not kept at once. */
  private static final int REFERENCES_MAX = 100_000;

  /** Entries of a leaf that is made of those of a store. */
  private static final int STORED_LEAF_ENTRIES = 64;

  private final PageSource source;
  private final LongSupplier random;

  /** All leaves, or nodes of a level above them. */
  private final PageRef[] references;

  private final boolean areLeaves;
  private final double leafCount;
  private final int size;
  private int next;

  /** Some leaves of a tree in a store, which has to be read from end to end for that; else none. */
  private List<Node> stored = List.of();

  private long storedCount;

  private LeafSample(
      TreeRoot tree, PageSource source, LongSupplier random, int leavesMax, boolean inOrder) {
    this.source = source;
    this.random = random;
    if (tree.isStored()) {
      stored = storedLeaves(tree, leavesMax);
      areLeaves = true;
      references = new PageRef[0];
      size = stored.size();
      leafCount = storedCount;
      return;
    }
    PageRef root = tree.root();
    List<PageRef> known = root == null ? List.of() : List.of(root);
    int level = Math.max(0, tree.levels() - 1);
    double fanout = 1;
    while (level > 0) {
      fanout = averageCount(known);
      if (known.size() * fanout > REFERENCES_MAX) {
        break;
      }
      known = children(known);
      level--;
    }
    areLeaves = level == 0;
    leafCount = known.size() * Math.pow(fanout, level);
    references = known.toArray(PageRef[]::new);
    size = Math.min(leavesMax, references.length);
    if (!inOrder || !isComplete()) {
      draw();
    }
  }

  /**
   * A sample of a tree's leaves, in random order: whoever stops early has a sample too.
   *
   * @param random gives 64 random bits
   * @param leavesMax the most leaves that are drawn
   */
  public static LeafSample of(
      TreeRoot tree, PageSource source, LongSupplier random, int leavesMax) {
    return new LeafSample(tree, source, random, leavesMax, false);
  }

  /** The same, but if there are no more leaves they come all, and in the order of their keys. */
  public static LeafSample allInOrderOrSome(
      TreeRoot tree, PageSource source, LongSupplier random, int leavesMax) {
    return new LeafSample(tree, source, random, leavesMax, true);
  }

  /** Each leaf stays with the chance that all have (Vitter, Random Sampling with a Reservoir). */
  private List<Node> storedLeaves(TreeRoot tree, int leavesMax) {
    List<Node> kept = new ArrayList<>();
    KeyRange rest = KeyRange.ALL;
    while (true) {
      Node leaf = StoredLeaves.read(tree, rest, false, STORED_LEAF_ENTRIES);
      if (leaf == null) {
        return kept;
      }
      rest = StoredLeaves.behind(rest, leaf, false);
      storedCount++;
      if (kept.size() < leavesMax) {
        kept.add(leaf);
      } else {
        long place = Long.remainderUnsigned(random.getAsLong(), storedCount);
        if (place < leavesMax) {
          kept.set((int) place, leaf);
        }
      }
    }
  }

  private double averageCount(List<PageRef> nodes) {
    int count = Math.min(8, nodes.size());
    double cells = 0;
    for (int i = 0; i < count; i++) {
      cells += nodes.get(nodes.size() * i / count).node(source).count();
    }
    return cells / count;
  }

  private List<PageRef> children(List<PageRef> parents) {
    List<PageRef> children = new ArrayList<>();
    for (PageRef parent : parents) {
      Node node = parent.node(source);
      for (int i = 0; i < node.count(); i++) {
        children.add(node.child(i));
      }
    }
    return children;
  }

  /** Brings as many references as are drawn to the front. */
  private void draw() {
    for (int i = 0; i < size; i++) {
      int other = i + below(references.length - i);
      PageRef drawn = references[other];
      references[other] = references[i];
      references[i] = drawn;
    }
  }

  private int below(int bound) {
    return (int) Long.remainderUnsigned(random.getAsLong(), bound);
  }

  /** Whether all leaves of the tree are drawn. */
  public boolean isComplete() {
    return areLeaves && size == references.length + storedCount;
  }

  /** How many leaves are drawn. */
  public int size() {
    return size;
  }

  /** How many leaves the tree has, about. */
  public double leafCount() {
    return leafCount;
  }

  /** The next leaf, or null if there are no more. */
  public @Nullable Node next() {
    if (next == size) {
      return null;
    }
    if (!stored.isEmpty()) {
      return stored.get(next++);
    }
    Node node = references[next++].node(source);
    while (!node.isLeaf()) {
      node = node.child(below(node.count())).node(source);
    }
    return node;
  }
}
