package org.pydb.engine.recovery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
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
 *          flags (1): 1 the tree may refer to overflow chains, 2 it was dropped, 4 it is in a store
 *          entries (8)
 *          of a tree in a store: the number of the batch that changed it last (8), and the name of
 *          the store; pointer, levels and entries are zero
 * </pre>
 */
public final class RootsTree {

  /** The id of the tree of roots. No other tree has it. */
  public static final int TREE_ID = 0;

  private static final int VALUE_SIZE = 22;
  private static final int HAS_CHAINS = 1;
  private static final int DROPPED = 2;
  private static final int STORED = 4;

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

  /**
   * Reads the roots that can be read. Each tree that may have stood on a damaged page gets a root
   * that leads to this page: so whoever reads the tree meets the damage, and does not take the tree
   * for empty.
   *
   * @param endId all ids of trees are below
   */
  public static RootMap readWhatIsWhole(TreeRoot tree, PageSource source, int endId) {
    RootMap[] map = {RootMap.EMPTY};
    PageRef root = tree.root();
    if (root != null) {
      visit(root, source, 1, endId, map);
    }
    return map[0];
  }

  /** Adds the roots below a reference, where ids go from one up to another. */
  private static void visit(PageRef ref, PageSource source, int from, int to, RootMap[] map) {
    Node node;
    try {
      node = ref.node(source);
    } catch (CorruptionException e) {
      for (int id = from; id < to; id++) {
        map[0] = map[0].with(new TreeRoot(id, ref, 1, 0, true, false));
      }
      return;
    }
    for (int i = 0; i < node.count(); i++) {
      if (node.isLeaf()) {
        map[0] = map[0].with(read(node, i));
        continue;
      }
      int lower = i == 0 ? from : idFrom(node.head(i));
      int upper = i + 1 == node.count() ? to : idFrom(node.head(i + 1));
      visit(node.child(i), source, lower, upper, map);
    }
  }

  /** The lowest id that is not below a separator, which may be cut short. */
  private static int idFrom(byte[] separator) {
    return Bytes.getInt(Arrays.copyOf(separator, 4), 0);
  }

  private static TreeRoot read(Node node, int i) {
    return decode(node.head(i), node.bytes(), node.valueStart(i), node.valueLength(i));
  }

  /** The root that an entry of the tree describes. */
  public static TreeRoot decode(byte[] key, byte[] bytes, int at, int length) {
    int id = Bytes.getInt(key, 0);
    if ((bytes[at + 13] & STORED) != 0) {
      return decodeStored(id, bytes, at, length);
    }
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

  private static TreeRoot decodeStored(int id, byte[] bytes, int at, int length) {
    int name = at + VALUE_SIZE + Long.BYTES;
    String home = new String(bytes, name, at + length - name, US_ASCII);
    TreeRoot root = new StoredRoot(home, Bytes.getLong(bytes, at + VALUE_SIZE), 0).of(id);
    return (bytes[at + 13] & DROPPED) == 0 ? root : root.asDropped();
  }

  private static byte[] encode(TreeRoot root, StoredRoot elsewhere) {
    byte[] name = elsewhere.home().getBytes(US_ASCII);
    byte[] value = new byte[VALUE_SIZE + Long.BYTES + name.length];
    value[13] = (byte) (STORED | (root.dropped() ? DROPPED : 0));
    Bytes.putLong(value, VALUE_SIZE, elsewhere.generation());
    System.arraycopy(name, 0, value, VALUE_SIZE + Long.BYTES, name.length);
    return value;
  }

  /** Sets the root of a tree; its root node must have a place. */
  public static void put(TreeEditor editor, TreeRoot root) {
    byte[] key = key(root.tree());
    byte[] value = new byte[VALUE_SIZE];
    PageRef ref = root.root();
    if (ref instanceof StoredRoot elsewhere) {
      byte[] stored = encode(root, elsewhere);
      editor.put(key, 0, key.length, stored, 0, stored.length);
      return;
    }
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
