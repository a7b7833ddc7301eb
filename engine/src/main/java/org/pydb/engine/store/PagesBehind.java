package org.pydb.engine.store;

import java.util.ArrayList;
import java.util.List;
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

/**
 * Finds what of a tree stands behind a boundary in the file. Leaves are only read if they do, or if
 * they may refer to chains. Used once.
 */
final class PagesBehind {

  /** Keys that lead through nodes behind the boundary, at least one for each; in order. */
  final List<byte[]> nodes = new ArrayList<>();

  /** Keys of values whose chains reach behind it. */
  final List<byte[]> chains = new ArrayList<>();

  /** Where to go on, if there were too many. */
  byte @Nullable [] next;

  private final PageSource source;
  private final PageFile file;
  private final long boundary;
  private final byte[] from;
  private final int most;
  private boolean hasChains;

  /**
   * Nothing yet.
   *
   * @param from the key at which to begin
   * @param most how many keys are enough
   */
  PagesBehind(PageSource source, PageFile file, long boundary, byte[] from, int most) {
    this.source = source;
    this.file = file;
    this.boundary = boundary;
    this.from = from;
    this.most = most;
  }

  void gather(TreeRoot tree) {
    PageRef root = tree.root();
    hasChains = tree.hasChains();
    if (root != null) {
      gather(root, tree.levels() - 1, Bytes.EMPTY, true);
    }
  }

  /**
   * Looks at a node and all below it.
   *
   * @param lower a key that leads to the leftmost leaf below
   * @param onWay whether {@link #from} leads through the node
   */
  private void gather(PageRef ref, int level, byte[] lower, boolean onWay) {
    int before = nodes.size();
    if (level > 0) {
      gatherChildren(ref.node(source), level, lower, onWay);
    } else if (hasChains) {
      gatherChains(ref.node(source));
    }
    if (isBehind(ref.number()) && nodes.size() == before) {
      ref.node(source); // So that whoever commits need not wait for the disk.
      nodes.add(lower);
    }
  }

  private void gatherChildren(Node node, int level, byte[] lower, boolean onWay) {
    int first = onWay ? node.childIndex(from, 0, from.length, source) : 0;
    for (int i = first; i < node.count(); i++) {
      byte[] childLower = i == 0 ? lower : LongKey.of(node, i, file);
      if (nodes.size() + chains.size() >= most) {
        if (next == null) {
          next = childLower;
        }
        return;
      }
      gather(node.child(i), level - 1, childLower, onWay && i == first);
    }
  }

  private void gatherChains(Node leaf) {
    for (int i = 0; i < leaf.count(); i++) {
      if (leaf.isOverflow(i) && reachesBehind(leaf, leaf.valueStart(i))) {
        chains.add(LongKey.of(leaf, i, file));
      }
    }
  }

  private boolean reachesBehind(Node leaf, int value) {
    PagePointer first = PagePointer.get(leaf.bytes(), value);
    long length = Bytes.getLong(leaf.bytes(), value + PageLayout.POINTER_SIZE);
    return OverflowChain.pages(file, first, length).stream()
        .anyMatch(page -> isBehind(page.number()));
  }

  private boolean isBehind(long number) {
    return number >= boundary;
  }
}
