package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;

/**
 * Cuts a range of a tree's keys where its interior nodes cut it, so that the parts have about as
 * many leaves each. Levels are opened from the root down until one has enough nodes in the range.
 * Leaves are read only if there are less than half as many of them as parts: then each is cut as
 * well, so that also a few rows, which may be much work each, are shared out.
 */
public final class KeySplit {
  private final KeyRange range;
  private final PageSource source;

  /** The nodes of the current level that may hold keys of the range, in order. */
  private List<PageRef> nodes = new ArrayList<>();

  /** Where each of them begins; at last, where parts of them do. */
  private List<Cell> cells = new ArrayList<>();

  /** A cell whose key is the least of what begins there: a child, or a part of a leaf. */
  private record Cell(@Nullable Node node, int index) {}

  private KeySplit(TreeRoot tree, KeyRange range, PageSource source) {
    this.range = range;
    this.source = source;
    PageRef root = tree.root();
    if (root != null) {
      nodes.add(root);
      cells.add(new Cell(null, 0));
    }
  }

  /** The parts of a range, in order and without gaps, at most {@code partsMax} of them. */
  public static List<KeyRange> of(
      TreeRoot tree, KeyRange range, int partsMax, PageSource source, PageFile file) {
    if (tree.isStored()) {
      return List.of(range); // Nobody knows where the entries are.
    }
    KeySplit split = new KeySplit(tree, range, source);
    for (int level = tree.levels() - 1; level > 0 && split.nodes.size() < partsMax; level--) {
      split.descend();
    }
    if (tree.levels() > 0 && split.nodes.size() <= partsMax / 2) {
      split.cutLeaves(partsMax / split.nodes.size());
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

  private void cutLeaves(int partsEach) {
    List<Cell> starts = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node leaf = nodes.get(i).node(source);
      int parts = Math.min(partsEach, leaf.count());
      starts.add(cells.get(i));
      for (int part = 1; part < parts; part++) {
        starts.add(new Cell(leaf, part * leaf.count() / parts));
      }
    }
    cells = starts;
  }

  private int child(Node node, byte[] key) {
    return node.childIndex(key, 0, key.length, source);
  }

  private List<KeyRange> parts(int partsMax, PageFile file) {
    List<KeyRange> parts = new ArrayList<>();
    int count = Math.min(partsMax, cells.size());
    byte[] begin = range.lower();
    for (int i = 1; i < count; i++) {
      Cell cell = cells.get((int) ((long) i * cells.size() / count));
      Node node = cell.node;
      if (node != null) {
        byte[] end = LongKey.of(node, cell.index, file);
        if (isWithin(end, begin)) {
          parts.add(new KeyRange(begin, end));
          begin = end;
        }
      }
    }
    parts.add(new KeyRange(begin, range.upper()));
    return parts;
  }

  /** Whether a key is above another one and in the range: leaves hold others as well. */
  private boolean isWithin(byte[] key, byte @Nullable [] begin) {
    byte[] upper = range.upper();
    return (begin == null || Arrays.compareUnsigned(begin, key) < 0)
        && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
  }
}
