package org.pydb.engine.btree;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.Entry;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.KeyRange;

/**
 * Walks one version of a tree from its root and checks all that must hold: levels count down to
 * zero, keys rise, keys lie between the separators above them, chains are whole, the number of
 * entries is what the root says. Goes on after a finding where it can. Not thread-safe.
 */
public final class TreeVerifier {
  private final PageSource source;
  private final PageFile file;
  private final Consumer<String> complaints;
  private final BiConsumer<PagePointer, Integer> pages;
  private final IntFunction<String> names;
  private long entries;

  /**
   * A verifier.
   *
   * @param complaints is told each thing that is wrong, in words
   * @param pages is told each page that the tree leads to and has a place, with the tree's id
   * @param names gives what to call a tree of this id
   */
  public TreeVerifier(
      PageSource source,
      PageFile file,
      Consumer<String> complaints,
      BiConsumer<PagePointer, Integer> pages,
      IntFunction<String> names) {
    this.source = source;
    this.file = file;
    this.complaints = complaints;
    this.pages = pages;
    this.names = names;
  }

  /** Checks a tree. */
  public void verify(TreeRoot tree) {
    entries = 0;
    PageRef root = tree.root();
    if (root instanceof StoredRoot) {
      verifyStored(tree);
      return;
    }
    if (root == null) {
      if (tree.levels() != 0 || tree.entries() != 0) {
        complaints.accept(
            names.apply(tree.tree())
                + " is empty but has "
                + tree.levels()
                + " levels and "
                + tree.entries()
                + " entries");
      }
      return;
    }
    visit(tree.tree(), root, tree.levels() - 1, null, null);
    compareCount(tree);
  }

  private void verifyStored(TreeRoot tree) {
    if (tree.stored() == null) {
      return; // The file alone is looked at.
    }
    byte[][] previous = {null};
    try {
      tree.entriesElsewhere()
          .read(
              KeyRange.ALL,
              false,
              (key, value) -> {
                byte[] before = previous[0];
                if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                  complaints.accept(
                      names.apply(tree.tree()) + ": key " + entries + " is out of order");
                }
                previous[0] = key;
                entries++;
                return true;
              });
    } catch (CorruptionException e) {
      complaints.accept(names.apply(tree.tree()) + ": " + e.getMessage());
      return;
    }
    compareCount(tree);
  }

  private void compareCount(TreeRoot tree) {
    if (entries != tree.entries()) {
      complaints.accept(
          names.apply(tree.tree())
              + " has "
              + entries
              + " entries, its root says "
              + tree.entries());
    }
  }

  private void visit(
      int tree, PageRef ref, int level, byte @Nullable [] lower, byte @Nullable [] upper) {
    if (ref.number() != 0) {
      pages.accept(new PagePointer(ref.number(), ref.generation()), tree);
    }
    Node node;
    try {
      node = ref.node(source);
    } catch (CorruptionException e) {
      complaints.accept(names.apply(tree) + ": " + e.getMessage());
      return;
    }
    String where = names.apply(tree) + ", " + ref + ", level " + level;
    if (node.level() != level || node.tree() != tree || node.count() == 0) {
      complaints.accept(
          where
              + ": is a node of tree "
              + node.tree()
              + ", level "
              + node.level()
              + ", with "
              + node.count()
              + " cells");
      return;
    }
    if (node.pageBytes() > PageLayout.PAGE_SIZE) {
      complaints.accept(where + ": takes " + node.pageBytes() + " bytes");
    }
    byte[] previous = lower;
    int first = node.isLeaf() ? 0 : 1;
    for (int i = first; i < node.count(); i++) {
      byte[] key = key(tree, node, i);
      int order = previous == null ? -1 : Arrays.compareUnsigned(previous, key);
      boolean rises = order < 0 || (order == 0 && i == 0); // The first key may be the separator.
      if (!rises || (upper != null && Arrays.compareUnsigned(key, upper) >= 0)) {
        complaints.accept(where + ": key " + i + " is out of order or out of bounds");
      }
      if (!node.isLeaf()) {
        visit(tree, node.child(i - 1), level - 1, previous, key);
      }
      previous = key;
    }
    if (node.isLeaf()) {
      entries += node.count();
      visitChains(tree, node);
    } else {
      visit(tree, node.child(node.count() - 1), level - 1, previous, upper);
    }
  }

  private byte[] key(int tree, Node node, int i) {
    byte[] head = node.head(i);
    if (!node.hasTail(i)) {
      return head;
    }
    int tail = node.tailStart(i);
    int length = Bytes.getInt(node.bytes(), tail + PageLayout.POINTER_SIZE);
    PagePointer chain = PagePointer.get(node.bytes(), tail);
    visitChain(tree, chain, length);
    byte[] key = Arrays.copyOf(head, head.length + length);
    try {
      System.arraycopy(OverflowChain.read(file, chain, length), 0, key, head.length, length);
    } catch (CorruptionException e) {
      complaints.accept(names.apply(tree) + ": " + e.getMessage());
    }
    return key;
  }

  private void visitChains(int tree, Node leaf) {
    for (int i = 0; i < leaf.count(); i++) {
      if (leaf.isOverflow(i)) {
        int at = leaf.valueStart(i);
        if (leaf.valueLength(i) != Entry.OVERFLOW_SIZE) {
          complaints.accept(names.apply(tree) + ": a pointer of " + leaf.valueLength(i) + " bytes");
          continue;
        }
        visitChain(
            tree,
            PagePointer.get(leaf.bytes(), at),
            Bytes.getLong(leaf.bytes(), at + PageLayout.POINTER_SIZE));
      }
    }
  }

  private void visitChain(int tree, PagePointer first, long length) {
    try {
      for (PagePointer page : OverflowChain.pages(file, first, length)) {
        pages.accept(page, tree);
        file.read(page.number(), page.generation());
      }
    } catch (CorruptionException e) {
      complaints.accept(names.apply(tree) + ": " + e.getMessage());
    }
  }
}
