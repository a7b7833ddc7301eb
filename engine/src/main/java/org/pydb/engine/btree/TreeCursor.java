package org.pydb.engine.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.schema.KeyRange;

/**
 * Walks the entries of one version of a tree that lie in a range, forward or backward. Reusable:
 * {@link #open} begins anew. Not thread-safe.
 *
 * <p>The cursor looks at the range's bounds once a leaf, not once an entry: on entering a leaf it
 * computes where in it the range begins and ends.
 *
 * <p>What {@link #node} returns stays valid, and the same, for as long as anybody holds it.
 */
public final class TreeCursor {
  private final PageSource source;
  private final @Nullable Node[] path = new Node[TreeRoot.LEVELS_MAX];
  private final int[] index = new int[TreeRoot.LEVELS_MAX];

  private KeyRange range = KeyRange.ALL;
  private boolean backward;
  private int levels;

  /** The current leaf, or null before the first entry, behind the last, and in an empty tree. */
  private @Nullable Node leaf;

  /** The current entry's index in the leaf. */
  private int at;

  /** The entries of the leaf that are in the range: {@code first} to {@code end - 1}. */
  private int first;

  private int end;

  /** Whether a leaf further on may hold entries in the range. */
  private boolean more;

  /** The tree, if its entries are in a store: then leaves are made of some of them at a time. */
  private @Nullable TreeRoot stored;

  /** What is left of the range there. */
  private KeyRange rest = KeyRange.ALL;

  /** How many entries come into the next leaf that is made; more and more, for long scans. */
  private int storedCount;

  private static final int STORED_COUNT_MIN = 8;
  private static final int STORED_COUNT_MAX = 512;

  /** A cursor that reads its nodes from there. */
  public TreeCursor(PageSource source) {
    this.source = source;
  }

  /** Where nodes come from. */
  public PageSource source() {
    return source;
  }

  /** Stands before the first entry of the range, or behind its last if it goes backward. */
  public void open(TreeRoot tree, KeyRange newRange, boolean isBackward) {
    range = newRange;
    backward = isBackward;
    levels = tree.levels();
    leaf = null;
    first = 0;
    end = 0;
    at = 0;
    PageRef root = tree.root();
    more = root != null && !newRange.isEmpty();
    stored = null;
    if (root instanceof StoredRoot) {
      stored = tree;
      rest = newRange;
      storedCount = STORED_COUNT_MIN;
    } else if (root != null && more) {
      byte[] key = backward ? range.upper() : range.lower();
      descend(0, root, key);
    }
  }

  /** Goes down from a level to the leaf that holds the key, or to the outermost for none. */
  private void descend(int fromLevel, PageRef ref, byte @Nullable [] key) {
    Node node = ref.node(source);
    int level = fromLevel;
    while (!node.isLeaf()) {
      int child;
      if (key != null) {
        child = node.childIndex(key, 0, key.length, source);
      } else {
        child = backward ? node.count() - 1 : 0;
      }
      path[level] = node;
      index[level] = child;
      level++;
      node = node.child(child).node(source);
    }
    assert level == levels - 1;
    enter(node);
  }

  private void enter(Node node) {
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    first = 0;
    end = node.count();
    more = true;
    if (upper != null) {
      end = position(node, upper);
      // Going forward, entries behind the bound say that no later leaf matters.
      more &= backward || end == node.count();
    }
    if (lower != null) {
      first = position(node, lower);
      more &= !backward || first == 0;
    }
    leaf = node;
    at = backward ? end : first - 1;
  }

  private int position(Node node, byte[] key) {
    int found = node.search(key, 0, key.length, source);
    return found >= 0 ? found : -1 - found;
  }

  /** Moves on by one entry; false if there is none left, and from then on. */
  public boolean next() {
    if (backward ? --at >= first : ++at < end) {
      return leaf != null;
    }
    return nextLeaf();
  }

  private boolean nextLeaf() {
    while (more && step()) {
      if (first < end) {
        at = backward ? end - 1 : first;
        return true;
      }
    }
    leaf = null;
    more = false;
    at = backward ? first : end;
    return false;
  }

  /** Moves to the neighbouring leaf; false if there is none. */
  private boolean step() {
    TreeRoot elsewhere = stored;
    if (elsewhere != null) {
      return stepStored(elsewhere);
    }
    int level = levels - 2;
    while (level >= 0) {
      Node node = path[level];
      assert node != null;
      int next = index[level] + (backward ? -1 : 1);
      if (next >= 0 && next < node.count()) {
        index[level] = next;
        descend(level + 1, node.child(next), null);
        return true;
      }
      level--;
    }
    return false;
  }

  private boolean stepStored(TreeRoot tree) {
    Node next = rest.isEmpty() ? null : StoredLeaves.read(tree, rest, backward, storedCount);
    if (next == null) {
      return false;
    }
    rest = StoredLeaves.behind(rest, next, backward);
    storedCount = Math.min(4 * storedCount, STORED_COUNT_MAX);
    leaf = next;
    first = 0;
    end = next.count();
    return true;
  }

  /** The leaf of the current entry. */
  public Node node() {
    Node node = leaf;
    assert node != null;
    return node;
  }

  /** The index of the current entry in {@link #node}. */
  public int index() {
    return at;
  }

  /** How many entries from the current one on lie in the same leaf and in the range. */
  public int run() {
    return backward ? at - first + 1 : end - at;
  }

  /** Moves on by {@code count} entries within the {@linkplain #run current run}. */
  public void skip(int count) {
    assert count < run();
    at += backward ? -count : count;
  }
}
