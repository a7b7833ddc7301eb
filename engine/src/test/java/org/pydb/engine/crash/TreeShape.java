package org.pydb.engine.crash;

import java.util.HashMap;
import java.util.Map;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.testkit.crash.Activity;
import org.pydb.engine.txn.TreeTransaction;

/** How many nodes and levels each tree has: what became of them tells splits and merges. */
record TreeShape(Map<Integer, Tree> trees) {

  record Tree(int nodes, int levels) {}

  static TreeShape of(TreeStore store) {
    Map<Integer, Tree> trees = new HashMap<>();
    try (TreeTransaction transaction = store.begin(true)) {
      PageSource source = transaction.view().source();
      transaction
          .version()
          .roots()
          .forEach(root -> trees.put(root.tree(), new Tree(count(root, source), root.levels())));
    }
    return new TreeShape(trees);
  }

  private static int count(TreeRoot root, PageSource source) {
    PageRef top = root.root();
    return top == null || root.dropped() || root.isStored() ? 0 : count(top.node(source), source);
  }

  private static int count(Node node, PageSource source) {
    if (node.isLeaf()) {
      return 1;
    }
    if (node.level() == 1) {
      return 1 + node.count();
    }
    int nodes = 1;
    for (int i = 0; i < node.count(); i++) {
      nodes += count(node.child(i).node(source), source);
    }
    return nodes;
  }

  /** Says what has happened to the trees since. Where nodes were split and merged, one shows. */
  void describeChange(TreeShape after, Activity activity) {
    after.trees.forEach(
        (tree, now) -> {
          Tree then = trees.getOrDefault(tree, new Tree(0, 0));
          if (now.nodes > Math.max(1, then.nodes)) {
            activity.add("splits");
          }
          if (now.nodes > 0 && now.nodes < then.nodes) {
            activity.add("merges");
          }
          if (then.levels > 0 && now.levels > then.levels) {
            activity.add("a tree gets higher");
          }
          if (now.levels > 0 && now.levels < then.levels) {
            activity.add("a tree gets lower");
          }
        });
  }
}
