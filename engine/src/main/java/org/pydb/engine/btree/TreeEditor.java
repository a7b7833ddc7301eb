package org.pydb.engine.btree;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.node.CellWriter;
import org.pydb.engine.node.Entry;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.NodeBuilder;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;

/**
 * Changes one tree within an {@link Edit}: put and delete, with the splits and merges that follow.
 *
 * <p>A node that the edit has not made is copied before its first change, and so is its path to the
 * root; the old ones stay as they are for older versions. After that the copies are changed in
 * place.
 *
 * <pre>
 *   before          put(k)             after: the old root still leads to the old leaf
 *     R                                R     R'
 *    / \                              / \   / \
 *   A   B    k belongs to B          A   B A   B'
 * </pre>
 *
 * <p>The editor remembers the path to the last key, so that keys in order cost one search of a leaf
 * each. A leaf that overflows is cut in two of about equal bytes; except that at the right edge of
 * the tree the full leaf stays full and a new one begins, so that rising keys fill their pages. A
 * node that is emptier than a third is merged with a neighbour or borrows from it.
 *
 * <p>Comer, "The Ubiquitous B-Tree", 1979; Bayer and Unterauer, "Prefix B-Trees", 1977.
 *
 * <p>Not thread-safe.
 */
public final class TreeEditor {

  /** The longest key, in bytes. */
  public static final int KEY_LENGTH_MAX = 1 << 20;

  /** A node that takes less of its page looks for company. */
  private static final int UNDERFULL = PageLayout.PAGE_SIZE / 3;

  /** The first heap of a tree's first leaf: write sets are often tiny. */
  private static final int FIRST_HEAP = 256;

  private final Edit edit;
  private final int tree;
  private @Nullable PageRef root;
  private int levels;
  private long entries;
  private boolean hasChains;

  /** The nodes from the root down to a leaf, and which child of each is next. */
  private final @Nullable Node[] path = new Node[TreeRoot.LEVELS_MAX];

  private final int[] index = new int[TreeRoot.LEVELS_MAX];
  private boolean pathValid;

  private final Entry entry = new Entry();

  /** Begins to change a tree. */
  public TreeEditor(Edit edit, TreeRoot tree) {
    this.edit = edit;
    this.tree = tree.tree();
    root = tree.root();
    levels = tree.levels();
    entries = tree.entries();
    hasChains = tree.hasChains();
  }

  /** The tree as it is now. */
  public TreeRoot root() {
    return new TreeRoot(tree, root, levels, entries, hasChains, false);
  }

  // ------------------------------------------------------------------ put

  /**
   * Sets the value of a key.
   *
   * @return whether the key is new
   * @throws LimitException if the key or the value is too long
   */
  public boolean put(
      byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueLength) {
    int keyLength = keyTo - keyFrom;
    if (keyLength > KEY_LENGTH_MAX || valueLength > Edit.VALUE_LENGTH_MAX) {
      throw new LimitException(
          "an entry of "
              + (keyLength > KEY_LENGTH_MAX ? keyLength + " key" : valueLength + " value")
              + " bytes: keys have at most "
              + KEY_LENGTH_MAX
              + ", values at most "
              + Edit.VALUE_LENGTH_MAX);
    }
    entry.setValue(value, valueFrom, valueLength);
    entry.setKey(key, keyFrom, Math.min(keyTo, keyFrom + Entry.KEY_INLINE_MAX));
    boolean isLong = keyLength > Entry.KEY_INLINE_MAX;
    if (entry.leafCellSize(0) + (isLong ? Entry.TAIL_SIZE : 0) > Entry.CELL_MAX) {
      byte[] pointer = new byte[Entry.OVERFLOW_SIZE];
      edit.writeChain(value, valueFrom, valueLength, tree).put(pointer, 0);
      Bytes.putLong(pointer, PageLayout.POINTER_SIZE, valueLength);
      entry.setValue(pointer, 0, pointer.length);
      entry.overflow = true;
      hasChains = true;
    }
    return putEntry(key, keyFrom, keyTo);
  }

  /**
   * Sets the value of a key to a chain that was written before, and that this edit has {@linkplain
   * Edit#adoptChain adopted}.
   *
   * @param pointer holds the pointer to the chain and its length
   * @return whether the key is new
   */
  public boolean putChain(byte[] key, int keyFrom, int keyTo, byte[] pointer, int pointerFrom) {
    entry.setKey(key, keyFrom, Math.min(keyTo, keyFrom + Entry.KEY_INLINE_MAX));
    entry.setValue(pointer, pointerFrom, Entry.OVERFLOW_SIZE);
    entry.overflow = true;
    hasChains = true;
    return putEntry(key, keyFrom, keyTo);
  }

  /** Marks a key as deleted: for write sets, where absence means "as in the snapshot". */
  public void putTombstone(byte[] key, int keyFrom, int keyTo) {
    entry.setKey(key, keyFrom, Math.min(keyTo, keyFrom + Entry.KEY_INLINE_MAX));
    entry.setValue(Bytes.EMPTY, 0, 0);
    entry.overflow = true;
    putEntry(key, keyFrom, keyTo);
  }

  private boolean putEntry(byte[] key, int keyFrom, int keyTo) {
    if (root == null) {
      root = edit.create(Node.newLeaf(tree, edit.token(), FIRST_HEAP));
      levels = 1;
      pathValid = false;
    }
    int found = locate(key, keyFrom, keyTo);
    Node leaf = ownPath();
    if (found >= 0) {
      retireValueChain(leaf, found);
      if (!CellWriter.replaceValue(leaf, found, entry)) {
        Entry whole = leaf.entry(found);
        whole.setValue(entry.value, entry.valueFrom, entry.valueLength);
        whole.overflow = entry.overflow;
        splitLeaf(leaf, found, whole, true);
      }
      return false;
    }
    int at = -1 - found;
    if (keyTo - keyFrom > Entry.KEY_INLINE_MAX) {
      entry.tail = writeTail(key, keyFrom, keyTo);
    }
    if (!CellWriter.insert(leaf, at, entry)) {
      splitLeaf(leaf, at, entry, false);
    }
    entries++;
    return true;
  }

  /** Writes what does not fit a node of a long key, and returns the tail that points to it. */
  private byte[] writeTail(byte[] key, int from, int to) {
    int rest = to - from - Entry.KEY_INLINE_MAX;
    byte[] tail = new byte[Entry.TAIL_SIZE];
    edit.writeChain(key, from + Entry.KEY_INLINE_MAX, rest, tree).put(tail, 0);
    Bytes.putInt(tail, PageLayout.POINTER_SIZE, rest);
    hasChains = true;
    return tail;
  }

  // ------------------------------------------------------------------ delete

  /**
   * Removes a key.
   *
   * @return whether it was there
   */
  public boolean delete(byte[] key, int from, int to) {
    if (root == null) {
      return false;
    }
    int found = locate(key, from, to);
    if (found < 0) {
      return false;
    }
    Node leaf = ownPath();
    retireValueChain(leaf, found);
    retireTail(leaf, found);
    CellWriter.remove(leaf, found);
    entries--;
    if (leaf.pageBytes() < UNDERFULL) {
      rebalance(levels - 1);
      pathValid = false;
    }
    return true;
  }

  /** Copies the nodes on the way to a key, its leaf included, so that they get new places. */
  public void touch(byte[] key, int from, int to) {
    if (root != null) {
      int unused = locate(key, from, to);
      Node leaf = ownPath();
      assert leaf.isLeaf();
    }
  }

  // ------------------------------------------------------------------ the path

  /** Makes the path lead to the key's leaf; returns the key's place in it as a search does. */
  private int locate(byte[] key, int from, int to) {
    if (pathValid) {
      Node leaf = node(levels - 1);
      int count = leaf.count();
      if (count > 0 && leaf.compare(count - 1, key, from, to, edit.source()) < 0) {
        int turn = turnFor(key, from, to);
        return turn < 0 ? -1 - count : descend(node(turn), turn, key, from, to);
      }
      int found = leaf.search(key, from, to, edit.source());
      if (found != -1) {
        return found;
      }
    }
    PageRef ref = root;
    assert ref != null;
    return descend(ref.node(edit.source()), 0, key, from, to);
  }

  /** Leads the path from one of its nodes, or a new root, down to the key's leaf. */
  private int descend(Node top, int topLevel, byte[] key, int from, int to) {
    Node node = top;
    for (int level = topLevel; level < levels - 1; level++) {
      path[level] = node;
      index[level] = node.childIndex(key, from, to, edit.source());
      node = node.child(index[level]).node(edit.source());
    }
    path[levels - 1] = node;
    pathValid = true;
    return node.search(key, from, to, edit.source());
  }

  /**
   * Where the path has to turn off for a key that stands behind all of its leaf: the lowest level
   * whose node has the key below it, or -1 if it belongs to the leaf.
   */
  private int turnFor(byte[] key, int from, int to) {
    int turn = -1;
    for (int level = levels - 2; level >= 0; level--) {
      Node node = node(level);
      int next = index[level] + 1;
      if (next < node.count()) {
        if (node.compare(next, key, from, to, edit.source()) > 0) {
          return turn;
        }
        turn = level;
      }
    }
    return turn;
  }

  private Node node(int level) {
    Node node = path[level];
    assert node != null;
    return node;
  }

  /** Copies the nodes of the path that the edit may not change, from the root down. */
  private Node ownPath() {
    for (int level = 0; level < levels; level++) {
      Node node = node(level);
      if (node.token() != edit.token()) {
        Node copy = node.copy(edit.token());
        PageRef old = level == 0 ? rootRef() : node(level - 1).child(index[level - 1]);
        replaceRef(level, old, edit.create(copy));
        path[level] = copy;
      }
    }
    return node(levels - 1);
  }

  private PageRef rootRef() {
    PageRef ref = root;
    assert ref != null;
    return ref;
  }

  private void replaceRef(int level, PageRef old, PageRef replacement) {
    if (level == 0) {
      root = replacement;
    } else {
      CellWriter.setChild(node(level - 1), index[level - 1], replacement);
    }
    edit.retire(old);
  }

  // ------------------------------------------------------------------ split

  private void splitLeaf(Node leaf, int at, Entry added, boolean replace) {
    pathValid = false;
    if (!replace && at == leaf.count() && isLastOfLevel(levels - 1)) {
      Entry separator = separator(leaf.entry(at - 1), added);
      hangBehind(levels - 1, List.of(added), separator);
      return;
    }
    List<Entry> all = NodeBuilder.entriesWith(leaf, at, added, replace);
    int cut = NodeBuilder.splitPoint(0, all);
    split(levels - 1, all, cut, separator(all.get(cut - 1), all.get(cut)));
  }

  private Entry separator(Entry left, Entry right) {
    Entry separator = NodeBuilder.separator(left, right);
    return separator == null ? longSeparator(right) : separator;
  }

  /** A separator that is as long as the key: its own copy of the part that is in a chain. */
  private Entry longSeparator(Entry right) {
    Entry separator = right.copyKey();
    byte[] tail = right.tail;
    if (tail != null) {
      int length = Bytes.getInt(tail, PageLayout.POINTER_SIZE);
      byte[] rest = OverflowChain.read(edit.file(), PagePointer.get(tail, 0), length);
      byte[] copy = tail.clone();
      edit.writeChain(rest, 0, length, tree).put(copy, 0);
      separator.tail = copy;
    }
    return separator;
  }

  /** Cuts an owned node of the path in two. */
  private void split(int level, List<Entry> all, int cut, Entry separator) {
    boolean fits = NodeBuilder.refill(node(level), all.subList(0, cut));
    assert fits;
    hangBehind(level, all.subList(cut, all.size()), separator);
  }

  /** Makes a node and hangs it behind one of the path. */
  private void hangBehind(int level, List<Entry> entries, Entry separator) {
    int height = node(level).level();
    separator.child = edit.create(NodeBuilder.build(tree, height, entries, edit.token()));
    if (level == 0) {
      growRoot(height + 1, separator);
    } else {
      insertSeparator(level - 1, index[level - 1] + 1, separator);
    }
  }

  private void growRoot(int height, Entry separator) {
    if (levels == TreeRoot.LEVELS_MAX) {
      throw new LimitException("a tree of more than " + TreeRoot.LEVELS_MAX + " levels");
    }
    Entry first = new Entry();
    first.child = rootRef();
    root = edit.create(NodeBuilder.build(tree, height, List.of(first, separator), edit.token()));
    levels++;
  }

  private void insertSeparator(int level, int at, Entry separator) {
    Node node = node(level);
    if (CellWriter.insert(node, at, separator)) {
      return;
    }
    if (at == node.count() && isLastOfLevel(level)) {
      hangBehind(level, List.of(separator), separator.copyKey());
      return;
    }
    List<Entry> all = NodeBuilder.entriesWith(node, at, separator, false);
    int cut = NodeBuilder.splitPoint(node.level(), all);
    split(level, all, cut, all.get(cut).copyKey());
  }

  /** Whether nothing stands behind the path's node of a level. */
  private boolean isLastOfLevel(int level) {
    for (int above = 0; above < level; above++) {
      if (index[above] != node(above).count() - 1) {
        return false;
      }
    }
    return true;
  }

  // ------------------------------------------------------------------ merge, borrow

  /** Finds company for a node of the path that has become too empty. */
  private void rebalance(int level) {
    Node node = node(level);
    if (level == 0) {
      shrinkRoot(node);
    } else if (node.count() == 0) {
      Node parent = node(level - 1);
      int at = index[level - 1];
      edit.retire(parent.child(at));
      removeChild(parent, at, true);
      rebalance(level - 1);
    } else if (node.pageBytes() < UNDERFULL && node(level - 1).count() > 1) {
      Node parent = node(level - 1);
      int at = index[level - 1];
      join(level, at + 1 < parent.count() ? at : at - 1);
    }
  }

  private void shrinkRoot(Node node) {
    if (node.count() == 0) {
      edit.retire(rootRef());
      root = null;
      levels = 0;
    } else if (!node.isLeaf() && node.count() == 1) {
      edit.retire(rootRef());
      root = node.child(0);
      levels--;
      shrinkRoot(rootRef().node(edit.source()));
    }
  }

  /** Merges child {@code at} of the path's node above with the next one, or evens them out. */
  private void join(int level, int at) {
    Node parent = node(level - 1);
    PageRef leftRef = parent.child(at);
    PageRef rightRef = parent.child(at + 1);
    Node left = leftRef.node(edit.source());
    Node right = rightRef.node(edit.source());
    int height = left.level();
    List<Entry> all = NodeBuilder.entries(left);
    List<Entry> tail = NodeBuilder.entries(right);
    Entry oldSeparator = parent.entry(at + 1);
    if (height > 0) {
      // The separator comes down and becomes the key of the child that had none.
      tail.get(0).setKey(oldSeparator.key, 0, oldSeparator.key.length).tail = oldSeparator.tail;
    }
    all.addAll(tail);
    edit.retire(leftRef);
    edit.retire(rightRef);
    if (NodeBuilder.fits(height, all)) {
      Node merged = NodeBuilder.build(tree, height, all, edit.token());
      CellWriter.setChild(parent, at, edit.create(merged));
      removeChild(parent, at + 1, height == 0);
      rebalance(level - 1);
      return;
    }
    int cut = NodeBuilder.splitPoint(height, all);
    Entry separator =
        height > 0 ? all.get(cut).copyKey() : separator(all.get(cut - 1), all.get(cut));
    Node newLeft = NodeBuilder.build(tree, height, all.subList(0, cut), edit.token());
    Node newRight = NodeBuilder.build(tree, height, all.subList(cut, all.size()), edit.token());
    CellWriter.setChild(parent, at, edit.create(newLeft));
    separator.child = edit.create(newRight);
    removeChild(parent, at + 1, height == 0);
    insertSeparator(level - 1, at + 1, separator);
  }

  /**
   * Removes a child's cell.
   *
   * @param retireKey whether the chain of its separator dies with it, rather than move
   */
  private void removeChild(Node parent, int at, boolean retireKey) {
    // The key of a first cell does not count, so the second one loses its key when it moves up.
    int dying = at == 0 ? 1 : at;
    if (retireKey && dying < parent.count()) {
      retireTail(parent, dying);
    }
    CellWriter.remove(parent, at);
  }

  // ------------------------------------------------------------------ chains

  private void retireValueChain(Node leaf, int i) {
    if (leaf.isOverflow(i) && !leaf.isTombstone(i)) {
      int at = leaf.valueStart(i);
      edit.retireChain(
          PagePointer.get(leaf.bytes(), at),
          Bytes.getLong(leaf.bytes(), at + PageLayout.POINTER_SIZE));
    }
  }

  private void retireTail(Node node, int i) {
    if (node.hasTail(i)) {
      int at = node.tailStart(i);
      edit.retireChain(
          PagePointer.get(node.bytes(), at),
          Bytes.getInt(node.bytes(), at + PageLayout.POINTER_SIZE));
    }
  }
}
