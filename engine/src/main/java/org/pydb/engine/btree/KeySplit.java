package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;

/**
 * Cuts a range of a tree's keys where its interior nodes cut it, so that the parts have about as
 * many leaves each. No leaf is read: levels are opened from the root down until one has enough
 * nodes in the range, or the leaves are reached.
 */
public final class KeySplit {
  private final KeyRange range;
  private final PageSource source;

  /** The nodes of the current level that may hold keys of the range, in order. */
  private List<PageRef> nodes = new ArrayList<>();

  /** Where each of them begins: cell {@code cells[i]} of {@code parents[i]}. */
  private List<Cell> cells = new ArrayList<>();

  /** A cell of an interior node, whose key is the least that its child may hold. */
  private record Cell(@Nullable Node parent, int index) {}

  private KeySplit(TreeRoot tree, KeyRange range, PageSource source) {
    this.range = range;
    this.source = source;
    PageRef root = tree.root();
    if (root != null) {
      nodes.add(root);
      cells.add(new Cell(null, 0));
    }
  }

  /**
   * The parts of a range, in order and without gaps, at most {@code partsMax} of them. A tree that
   * is a single leaf is one part.
   */
  public static List<KeyRange> of(
      TreeRoot tree, KeyRange range, int partsMax, PageSource source, PageFile file) {
    KeySplit split = new KeySplit(tree, range, source);
    for (int level = tree.levels() - 1; level > 0 && split.nodes.size() < partsMax; level--) {
      split.descend();
    }
    return split.parts(partsMax, file);
  }

  private void descend() {
    List<PageRef> children = new ArrayList<>();
    List<Cell> starts = new ArrayList<>();
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i).node(source);
      boolean isFirst = i == 0;
      boolean isLast = i == nodes.size() - 1;
      int from = isFirst && lower != null ? child(node, lower) : 0;
      int to = isLast && upper != null ? child(node, upper) : node.count() - 1;
      for (int child = from; child <= to; child++) {
        children.add(node.child(child));
        // The key of a node's first cell does not count: there the node itself begins.
        starts.add(child == 0 ? cells.get(i) : new Cell(node, child));
      }
    }
    nodes = children;
    cells = starts;
  }

  private int child(Node node, byte[] key) {
    return node.childIndex(key, 0, key.length, source);
  }

  private List<KeyRange> parts(int partsMax, PageFile file) {
    List<KeyRange> parts = new ArrayList<>();
    int count = Math.min(partsMax, nodes.size());
    byte[] begin = range.lower();
    for (int i = 1; i < count; i++) {
      Cell cell = cells.get((int) ((long) i * nodes.size() / count));
      Node parent = cell.parent;
      if (parent != null) {
        byte[] end = LongKey.of(parent, cell.index, file);
        parts.add(new KeyRange(begin, end));
        begin = end;
      }
    }
    parts.add(new KeyRange(begin, range.upper()));
    return parts;
  }
}
