package org.pydb.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.txn.CommitPipeline;

/**
 * Frees the pages of trees that were dropped. That takes a walk through the tree, so it happens in
 * the background; until it is done the tree stays on the map, marked, and a crash in between loses
 * nothing but the work.
 */
final class DroppedTrees {
  private final CommitPipeline pipeline;
  private final PageSource source;
  private final PageFile file;

  /** One walk at a time: a tree that another frees meanwhile loses its pages under the walk. */
  private final ReentrantLock lock = new ReentrantLock();

  DroppedTrees(CommitPipeline pipeline, PageSource source, PageFile file) {
    this.pipeline = pipeline;
    this.source = source;
    this.file = file;
  }

  /** Frees all that are marked in the current version. Thread-safe. */
  void free() {
    lock.lock();
    try {
      freeMarked();
    } finally {
      lock.unlock();
    }
  }

  private void freeMarked() {
    List<TreeRoot> marked = new ArrayList<>();
    pipeline
        .current()
        .roots()
        .forEach(
            root -> {
              if (root.dropped()) {
                marked.add(root);
              }
            });
    for (TreeRoot tree : marked) {
      if (tree.isStored()) {
        while (pipeline.clearTree(tree.tree())) {
          assert tree.dropped();
        }
        pipeline.forgetTree(tree.tree(), List.of());
        continue;
      }
      List<PageRef> pages = new ArrayList<>();
      gather(tree.root(), tree.levels() - 1, tree.hasChains(), pages);
      pipeline.forgetTree(tree.tree(), pages);
    }
  }

  /** Adds a node and all below it; leaves are only read where they may refer to chains. */
  private void gather(@Nullable PageRef ref, int level, boolean hasChains, List<PageRef> pages) {
    if (ref == null) {
      return;
    }
    pages.add(ref);
    if (level == 0 && !hasChains) {
      return;
    }
    Node node = ref.node(source);
    for (int i = 0; i < node.count(); i++) {
      if (hasChains) {
        gatherChains(node, i, pages);
      }
      if (!node.isLeaf()) {
        gather(node.child(i), level - 1, hasChains, pages);
      }
    }
  }

  private void gatherChains(Node node, int i, List<PageRef> pages) {
    byte[] bytes = node.bytes();
    if (node.hasTail(i) && (node.isLeaf() || i > 0)) {
      int at = node.tailStart(i);
      addChain(
          PagePointer.get(bytes, at), Bytes.getInt(bytes, at + PageLayout.POINTER_SIZE), pages);
    }
    if (node.isLeaf() && node.isOverflow(i)) {
      int at = node.valueStart(i);
      addChain(
          PagePointer.get(bytes, at), Bytes.getLong(bytes, at + PageLayout.POINTER_SIZE), pages);
    }
  }

  private void addChain(PagePointer first, long length, List<PageRef> pages) {
    for (PagePointer page : OverflowChain.pages(file, first, length)) {
      pages.add(new PageRef(page.number(), page.generation()));
    }
  }
}
