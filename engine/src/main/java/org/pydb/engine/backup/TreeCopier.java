package org.pydb.engine.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Entry;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.NodeBuilder;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;

/**
 * Copies one version of a tree, page by page: children before their parents, so that a parent knows
 * where they went, and in the order of keys, so that a scan of the copy reads forward.
 *
 * <p>Pages keep their generations. A page that is not in memory is read past the pool, which then
 * keeps what others work with. What is read is checked, as always, and the entries are counted: a
 * tree that has lost some is not copied.
 *
 * <p>Not thread-safe.
 */
final class TreeCopier {
  private static final EditToken FROZEN = new EditToken();

  static {
    FROZEN.freeze();
  }

  private final PageFile source;
  private final PageAppender target;
  private boolean hasChains;
  private long entries;

  TreeCopier(PageFile source, PageAppender target) {
    this.source = source;
    this.target = target;
  }

  /** Copies a tree and returns the root of the copy. */
  TreeRoot copy(TreeRoot tree) {
    PageRef root = tree.root();
    if (root == null || tree.isStored()) {
      return tree; // What a store keeps is copied there.
    }
    hasChains = tree.hasChains();
    entries = 0;
    PageRef copy = copy(tree.tree(), root, tree.levels() - 1);
    if (entries != tree.entries()) {
      throw new CorruptionException(
          source.description()
              + ": tree "
              + tree.tree()
              + " has "
              + entries
              + " entries, its root says "
              + tree.entries());
    }
    return new TreeRoot(
        tree.tree(), copy, tree.levels(), tree.entries(), tree.hasChains(), tree.dropped());
  }

  private PageRef copy(int tree, PageRef ref, int level) {
    Node node = read(ref);
    if (node.tree() != tree || node.level() != level) {
      throw source.corrupt(
          ref.number(),
          "a node of tree " + node.tree() + ", level " + node.level(),
          "one of tree " + tree + ", level " + level);
    }
    if (node.isLeaf()) {
      entries += node.count();
    }
    Node copy = node.isLeaf() && !hasChains ? node : moved(node);
    copy.writePage(target.images(), target.at(), ref.generation());
    PagePointer place = target.append(ref.generation());
    return new PageRef(place.number(), place.generation());
  }

  private Node read(PageRef ref) {
    Node resident = ref.resident(); // For sure while it has no place in the file.
    return resident != null
        ? resident
        : Node.ofPage(source.read(ref.number(), ref.generation()), source, FROZEN);
  }

  /** The same node, leading to copies of what it leads to. */
  private Node moved(Node node) {
    List<Entry> all = NodeBuilder.entries(node);
    for (Entry entry : all) {
      PageRef child = entry.child;
      if (child != null) {
        entry.child = copy(node.tree(), child, node.level() - 1);
      }
      byte @Nullable [] tail = entry.tail;
      if (tail != null) {
        copyChain(tail, Bytes.getInt(tail, PageLayout.POINTER_SIZE), node.tree());
      }
      if (entry.overflow) {
        byte[] pointer = new byte[entry.valueLength];
        System.arraycopy(entry.value, entry.valueFrom, pointer, 0, pointer.length);
        copyChain(pointer, Bytes.getLong(pointer, PageLayout.POINTER_SIZE), node.tree());
        entry.setValue(pointer, 0, pointer.length);
        entry.overflow = true;
      }
    }
    return NodeBuilder.build(node.tree(), node.level(), all, FROZEN);
  }

  /** Copies a chain, and turns the pointer to it into one to the copy. */
  private void copyChain(byte[] pointer, long length, int tree) {
    long first = target.next();
    PagePointer link = PagePointer.get(pointer, 0);
    long generation = link.generation();
    for (long left = length; left > 0; ) {
      PagePointer next =
          OverflowChain.copyLink(
              source, link, left, tree, target.images(), target.at(), target.next() + 1);
      target.append(link.generation());
      left -= OverflowChain.BYTES_PER_PAGE;
      link = next;
    }
    PagePointer.put(pointer, 0, first, generation);
  }
}
