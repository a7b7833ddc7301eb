package org.pydb.engine.btree;

import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;

/**
 * Tells how many pages a tree has, overflow chains aside, without reading its leaves: exactly if it
 * has up to three levels, or else about, by some of its inner nodes.
 */
public final class PageEstimate {

  /** Below a node with inner children, so many of them are looked into. */
  private static final int CHILDREN_MAX = 300;

  private PageEstimate() {}

  /** The number of pages; 0 only if the tree is empty. */
  public static long of(TreeRoot tree, PageSource source) {
    PageRef root = tree.root();
    if (root instanceof StoredRoot) {
      return StoredEstimate.pages(tree);
    }
    return root == null ? 0 : Math.round(pages(root.node(source), source));
  }

  private static double pages(Node node, PageSource source) {
    if (node.isLeaf()) {
      return 1;
    }
    if (node.level() == 1) {
      return 1.0 + node.count();
    }
    int step = 1 + (node.count() - 1) / CHILDREN_MAX;
    double pages = 0;
    int looked = 0;
    for (int child = 0; child < node.count(); child += step) {
      pages += pages(node.child(child).node(source), source);
      looked++;
    }
    return 1 + pages * node.count() / looked;
  }
}
