package org.pydb.engine.recovery;

import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.KeyRange;

/**
 * How a checkpoint keeps the roots of all trees: in a tree, of course.
 *
 * <pre>
 * key      tree id (4)
 * value    pointer to the root node, zero if the tree is empty (12)
 *          levels (1)
 *          flags (1): 1 the tree may refer to overflow chains, 2 it was dropped
 *          entries (8)
 * </pre>
 */
public final class RootsTree {

  /** The id of the tree of roots. No other tree has it. */
  public static final int TREE_ID = 0;

  private static final int VALUE_SIZE = 22;
  private static final int HAS_CHAINS = 1;
  private static final int DROPPED = 2;

  private RootsTree() {}

  /** Reads all roots. */
  public static RootMap read(TreeRoot tree, PageSource source) {
    RootMap map = RootMap.EMPTY;
    TreeCursor cursor = new TreeCursor(source);
    cursor.open(tree, KeyRange.ALL, false);
    while (cursor.next()) {
      map = map.with(read(cursor.node(), cursor.index()));
    }
    return map;
  }

  private static TreeRoot read(Node node, int i) {
    int id = Bytes.getInt(node.head(i), 0);
    byte[] bytes = node.bytes();
    int at = node.valueStart(i);
    long number = PagePointer.number(bytes, at);
    int flags = bytes[at + 13];
    return new TreeRoot(
        id,
        number == 0 ? null : new PageRef(number, PagePointer.generation(bytes, at)),
        bytes[at + 12],
        Bytes.getLong(bytes, at + 14),
        (flags & HAS_CHAINS) != 0,
        (flags & DROPPED) != 0);
  }

  /** Sets the root of a tree; its root node must have a place. */
  public static void put(TreeEditor editor, TreeRoot root) {
    byte[] key = key(root.tree());
    byte[] value = new byte[VALUE_SIZE];
    PageRef ref = root.root();
    if (ref != null) {
      assert ref.number() != 0;
      PagePointer.put(value, 0, ref.number(), ref.generation());
    }
    value[12] = (byte) root.levels();
    value[13] = (byte) ((root.hasChains() ? HAS_CHAINS : 0) | (root.dropped() ? DROPPED : 0));
    Bytes.putLong(value, 14, root.entries());
    editor.put(key, 0, key.length, value, 0, value.length);
  }

  /** Takes a tree off. */
  static void remove(TreeEditor editor, int tree) {
    editor.delete(key(tree), 0, 4);
  }

  private static byte[] key(int tree) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, tree);
    return key;
  }
}
