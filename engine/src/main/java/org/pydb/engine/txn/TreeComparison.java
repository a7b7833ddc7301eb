package org.pydb.engine.txn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeReader;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;

/**
 * Tells whether keys are the same in two versions of a tree. What the versions share need not be
 * looked at: equal nodes hold equal entries. So nothing has to be remembered about commits to find
 * out, long after, whether they got in the way (FoundationDB keeps a window of recent writes for
 * this; here the trees themselves are the memory). Not thread-safe.
 */
final class TreeComparison {
  private final PageSource source;
  private final PageFile file;
  private final TreeCursor beforeCursor;
  private final TreeCursor afterCursor;

  TreeComparison(PageSource source, PageFile file) {
    this.source = source;
    this.file = file;
    beforeCursor = new TreeCursor(source);
    afterCursor = new TreeCursor(source);
  }

  /** Whether a key has the same value, or is absent, in both. */
  boolean isSame(TreeRoot before, TreeRoot after, byte[] key, int from, int to) {
    if (before.root() == after.root()) {
      return true;
    }
    Node a = TreeReader.leaf(before, key, from, to, source);
    Node b = TreeReader.leaf(after, key, from, to, source);
    if (a == b) {
      return true;
    }
    int i = a == null ? -1 : a.search(key, from, to, source);
    int j = b == null ? -1 : b.search(key, from, to, source);
    boolean absent = i < 0 || j < 0;
    return absent ? (i < 0) == (j < 0) : isSameValue(a, i, b, j);
  }

  static boolean isSameValue(@Nullable Node a, int i, @Nullable Node b, int j) {
    assert a != null && b != null;
    int x = a.valueStart(i);
    int y = b.valueStart(j);
    // Two chains are the same if the pointers are: chains are never written over.
    return a.isOverflow(i) == b.isOverflow(j)
        && Arrays.equals(a.bytes(), x, x + a.valueLength(i), b.bytes(), y, y + b.valueLength(j));
  }

  /** Whether a range holds the same entries in both. */
  boolean isSame(TreeRoot before, TreeRoot after, KeyRange range) {
    if (before.root() == after.root()) {
      return true;
    }
    beforeCursor.open(before, range, false);
    afterCursor.open(after, range, false);
    while (true) {
      boolean a = beforeCursor.next();
      boolean b = afterCursor.next();
      if (!a || !b) {
        return a == b;
      }
      Node x = beforeCursor.node();
      Node y = afterCursor.node();
      int i = beforeCursor.index();
      int j = afterCursor.index();
      if (x == y && i == j) {
        beforeCursor.skip(beforeCursor.run() - 1);
        afterCursor.skip(afterCursor.run() - 1);
      } else if (!isSameValue(x, i, y, j)
          || !Arrays.equals(LongKey.of(x, i, file), LongKey.of(y, j, file))) {
        return false;
      }
    }
  }
}
