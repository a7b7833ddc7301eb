package org.pydb.engine.node;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.page.PageType;

/**
 * A node of a B+tree: its cells in key order.
 *
 * <p>On its page:
 *
 * <pre>
 *  0        64                                            8192
 *  +--------+--------------+ - - - - - +-----------+--------+
 *  | header | slots, 2 B   |   free    |   cells   | prefix |
 *  +--------+--------------+ - - - - - +-----------+--------+
 *
 *  leaf cell      k v suffix [tail] value
 *  interior cell  pointer k suffix [tail]
 *
 *  pointer   page number and generation of the child, 12 bytes
 *  k         varint: length of the suffix × 2, plus 1 if a tail follows
 *  v         varint: length of the value × 2, plus 1 if it is a pointer to a chain
 *  suffix    the key's head without the prefix that all keys of the node share
 *  tail      of a long key: pointer to the chain of what follows the head (12), its length (4)
 *  value     the bytes, or pointer to the chain (12) and length (8)
 * </pre>
 *
 * <p>A slot is the offset of a cell. The key of an interior node's first cell does not count: it
 * stands for "less than all". A child holds the keys from its own separator up to the next one.
 *
 * <p>In memory the cells lie in a {@link CellHeap} that versions share, the slots in an array of
 * the node's own (or still on the page that it was read from), and the children of an interior node
 * in an array of references; the pointers in its cells are filled in when the node is written.
 *
 * <p>Thread-safety: a node may be changed only by the edit whose token it carries, and only before
 * that edit freezes it; a frozen node is immutable and free for all.
 */
public final class Node {
  private static final int SLOT_SIZE = 2;

  /**
   * The tree to which the node belongs; it stands on the page, for who must piece a file together.
   */
  final int tree;

  /** 0 for a leaf, the height above the leaves otherwise. */
  final int level;

  final EditToken token;

  CellHeap heap;

  /** The lowest cell of this version. */
  int low;

  /** Cells below this were made by this version; the others may be seen by older ones. */
  int ownedBelow;

  /** Where the slots are: {@code slots[slotBase + 2 * i]}. */
  byte[] slots;

  int slotBase;
  int count;
  int prefixLength;

  /** Bytes of the cells that slots point to; the rest of the heap is garbage or free. */
  int live;

  /** The children of an interior node, parallel to the slots; null in leaves. */
  @Nullable PageRef @Nullable [] children;

  /** Of an interior node, once somebody has asked; who asks at the same time makes it as well. */
  private @Nullable SeparatorWords separators;

  Node(int tree, int level, EditToken token, CellHeap heap, int low, byte[] slots, int slotBase) {
    this.tree = tree;
    this.level = level;
    this.token = token;
    this.heap = heap;
    this.low = low;
    this.slots = slots;
    this.slotBase = slotBase;
  }

  /** An empty leaf that the token's edit may change; its heap begins with so many bytes. */
  public static Node newLeaf(int tree, EditToken token, int capacity) {
    Node node =
        new Node(
            tree,
            0,
            token,
            new CellHeap(new byte[capacity], 0, capacity),
            capacity,
            Bytes.EMPTY,
            0);
    node.ownedBelow = capacity;
    return node;
  }

  /**
   * The node on a page, whose array it keeps. The page's checksum was checked. If the array is
   * longer than the page, the cells move to its end, so that there is room for others.
   *
   * @throws org.pydb.engine.error.CorruptionException if what the header says cannot be
   */
  public static Node ofPage(byte[] page, PageFile file, EditToken frozen) {
    int type = PageLayout.typeCode(page);
    int level = PageLayout.level(page);
    int count = PageLayout.count(page);
    int low = PageLayout.heapStart(page);
    int prefix = PageLayout.prefixLength(page);
    boolean leaf = type == PageType.LEAF.code();
    int floor = PageLayout.CONTENT + SLOT_SIZE * count;
    if ((!leaf && type != PageType.INTERIOR.code())
        || leaf != (level == 0)
        || floor > low
        || low + prefix > PageLayout.PAGE_SIZE) {
      throw file.corrupt(
          PageLayout.number(page),
          "type " + type + ", level " + level + ", " + count + " cells from " + low,
          "the header of a B+tree node");
    }
    Node node =
        new Node(
            PageLayout.tree(page),
            level,
            frozen,
            new CellHeap(page, floor, low + page.length - PageLayout.PAGE_SIZE),
            low,
            page,
            PageLayout.CONTENT);
    node.count = count;
    node.prefixLength = prefix;
    node.live = PageLayout.PAGE_SIZE - prefix - low;
    if (page.length > PageLayout.PAGE_SIZE) {
      node.moveCells(page.length - PageLayout.PAGE_SIZE);
    }
    if (!leaf) {
      node.children = childrenOnPage(node);
    }
    return node;
  }

  /** Moves the cells of a page by so many bytes towards the end of the array. */
  private void moveCells(int distance) {
    System.arraycopy(heap.bytes, low, heap.bytes, low + distance, PageLayout.PAGE_SIZE - low);
    low += distance;
    moveSlots(distance);
  }

  /** Makes the slots say that each cell lies so many bytes behind its former place. */
  void moveSlots(int distance) {
    for (int i = 0; i < count; i++) {
      int slot = slotBase + SLOT_SIZE * i;
      Bytes.putShort(slots, slot, Bytes.getShort(slots, slot) + distance);
    }
  }

  private static @Nullable PageRef[] childrenOnPage(Node node) {
    @Nullable PageRef[] children = new PageRef[node.count];
    byte[] page = node.heap.bytes;
    for (int i = 0; i < children.length; i++) {
      int cell = node.cell(i);
      children[i] = new PageRef(PagePointer.number(page, cell), PagePointer.generation(page, cell));
    }
    return children;
  }

  /** A version of this node that the token's edit may change. Shares the cells. */
  public Node copy(EditToken newToken) {
    byte[] newSlots = new byte[SLOT_SIZE * (count + 8)];
    System.arraycopy(slots, slotBase, newSlots, 0, SLOT_SIZE * count);
    Node copy = new Node(tree, level, newToken, heap, low, newSlots, 0);
    copy.ownedBelow = low;
    copy.count = count;
    copy.prefixLength = prefixLength;
    copy.live = live;
    copy.children = children == null ? null : Arrays.copyOf(children, count + 8);
    return copy;
  }

  // ------------------------------------------------------------------ what is in it

  /** Whether this is a leaf. */
  public boolean isLeaf() {
    return level == 0;
  }

  /** 0 for a leaf, the height above the leaves otherwise. */
  public int level() {
    return level;
  }

  /** The number of cells. */
  public int count() {
    return count;
  }

  /** The tree to which the node belongs. */
  public int tree() {
    return tree;
  }

  /** Who may change this node. */
  public EditToken token() {
    return token;
  }

  /** The array in which cells, and the prefix, lie. Never to be changed. */
  public byte[] bytes() {
    return heap.bytes;
  }

  /** The length of the prefix that all keys share. */
  public int prefixLength() {
    return prefixLength;
  }

  /** Where the prefix begins in {@link #bytes}. */
  public int prefixStart() {
    return heap.bytes.length - prefixLength;
  }

  int cell(int i) {
    assert i >= 0 && i < count;
    return Bytes.getShort(slots, slotBase + SLOT_SIZE * i);
  }

  /** Where the key part of cell {@code i} begins: its length, then its suffix. */
  private int keyPart(int i) {
    return level == 0 ? cell(i) : cell(i) + PageLayout.POINTER_SIZE;
  }

  /** Where the suffix of key {@code i} begins in {@link #bytes}. */
  public int suffixStart(int i) {
    byte[] bytes = heap.bytes;
    int at = keyPart(i);
    at += bytes[at] >= 0 ? 1 : 2;
    if (level == 0) {
      at += lengthOfVarint(bytes, at);
    }
    return at;
  }

  /** The length of the suffix of key {@code i}. */
  public int suffixLength(int i) {
    return Varint.getInt(heap.bytes, keyPart(i)) >>> 1;
  }

  /** Whether key {@code i} goes on in an overflow chain. */
  public boolean hasTail(int i) {
    return (heap.bytes[keyPart(i)] & 1) != 0;
  }

  /** Where the tail of a long key begins in {@link #bytes}. */
  public int tailStart(int i) {
    return suffixStart(i) + suffixLength(i);
  }

  private int valueHeader(int i) {
    int at = cell(i);
    return at + (heap.bytes[at] >= 0 ? 1 : 2);
  }

  /** Whether value {@code i} is kept in an overflow chain. */
  public boolean isOverflow(int i) {
    return (heap.bytes[valueHeader(i)] & 1) != 0;
  }

  /**
   * Whether entry {@code i} says that its key was deleted: the mark of write sets, a pointer to a
   * chain that has no bytes. It never stands on a page of a published tree.
   */
  public boolean isTombstone(int i) {
    return Varint.getInt(heap.bytes, valueHeader(i)) == 1;
  }

  /** The length of value {@code i} in its cell. */
  public int valueLength(int i) {
    return Varint.getInt(heap.bytes, valueHeader(i)) >>> 1;
  }

  /** Where value {@code i} begins in {@link #bytes}. */
  public int valueStart(int i) {
    return suffixStart(i) + suffixLength(i) + (hasTail(i) ? Entry.TAIL_SIZE : 0);
  }

  /** Finds all parts of leaf cell {@code i} at once. */
  public void locate(int i, CellPlace place) {
    assert level == 0;
    byte[] bytes = heap.bytes;
    int at = cell(i);
    int key = Varint.getInt(bytes, at);
    at += Varint.length(key);
    int value = Varint.getInt(bytes, at);
    at += Varint.length(value);
    place.suffixFrom = at;
    at += key >>> 1;
    place.suffixTo = at;
    place.hasTail = (key & 1) != 0;
    at += place.hasTail ? Entry.TAIL_SIZE : 0;
    place.valueFrom = at;
    place.valueTo = at + (value >>> 1);
    place.overflow = (value & 1) != 0;
  }

  /**
   * Finds the parts of several leaf cells at once, as {@link #locate(int, CellPlace)} does for one:
   * what scans spend their time with. Stops at a cell of which a part lies in a chain.
   *
   * @param first the first cell
   * @param step from one cell to the next, 1 or -1
   * @param at where in the arrays the first one goes
   * @return how many cells were located, up to {@code most}
   */
  public int locate(
      int first,
      int step,
      int most,
      int[] suffixFrom,
      int[] suffixTo,
      int[] valueFrom,
      int[] valueTo,
      int at) {
    assert level == 0;
    byte[] bytes = heap.bytes;
    for (int n = 0, i = first; n < most; n++, i += step) {
      int to = cell(i);
      int key = bytes[to++];
      if (key < 0) {
        key = (key & 0x7F) | bytes[to++] << 7;
      }
      int value = bytes[to++];
      if (value < 0) {
        value = (value & 0x7F) | bytes[to++] << 7;
      }
      if (((key | value) & (Integer.MIN_VALUE | 1)) != 0) {
        return n; // The length of a value may take more bytes in leaves that stand on no page.
      }
      suffixFrom[at + n] = to;
      to += key >>> 1;
      suffixTo[at + n] = to;
      valueFrom[at + n] = to;
      valueTo[at + n] = to + (value >>> 1);
    }
    return most;
  }

  /** The child behind cell {@code i}. */
  public PageRef child(int i) {
    @Nullable PageRef[] all = children;
    assert all != null;
    PageRef child = all[i];
    assert child != null;
    return child;
  }

  /** The words of the keys of an interior node that nobody changes any more. */
  SeparatorWords separators() {
    SeparatorWords known = separators;
    if (known == null) {
      assert level > 0 && token.isFrozen();
      known = SeparatorWords.of(this);
      separators = known;
    }
    return known;
  }

  /** The bytes of cell {@code i}. Each node that is compacted or written asks for all of them. */
  int cellSize(int i) {
    byte[] bytes = heap.bytes;
    int from = cell(i);
    int to = level == 0 ? from : from + PageLayout.POINTER_SIZE;
    int key = bytes[to++];
    if (key < 0) {
      key = (key & 0x7F) | bytes[to++] << 7;
    }
    int value = level == 0 ? bytes[to++] : 0;
    if (value < 0) {
      value = (value & 0x7F) | bytes[to++] << 7;
    }
    to += (key >>> 1) + ((key & 1) == 0 ? 0 : Entry.TAIL_SIZE) + (value >>> 1);
    return to - from;
  }

  /** A copy of the head of key {@code i}: all of it unless it {@linkplain #hasTail has a tail}. */
  public byte[] head(int i) {
    int suffix = suffixLength(i);
    byte[] head = new byte[prefixLength + suffix];
    copyHead(i, head, 0);
    return head;
  }

  /** Copies the head of key {@code i} and returns its length. */
  public int copyHead(int i, byte[] target, int at) {
    int suffix = suffixLength(i);
    System.arraycopy(heap.bytes, prefixStart(), target, at, prefixLength);
    System.arraycopy(heap.bytes, suffixStart(i), target, at + prefixLength, suffix);
    return prefixLength + suffix;
  }

  /** The length of the head of key {@code i}. */
  public int headLength(int i) {
    return prefixLength + suffixLength(i);
  }

  /** Reads cell {@code i}; the entry owns its key and refers to the value in this node. */
  public Entry entry(int i) {
    Entry entry = new Entry();
    boolean first = level > 0 && i == 0;
    entry.key = first ? Bytes.EMPTY : head(i);
    entry.keyTo = entry.key.length;
    if (!first && hasTail(i)) {
      int tail = tailStart(i);
      entry.tail = Arrays.copyOfRange(heap.bytes, tail, tail + Entry.TAIL_SIZE);
    }
    if (level == 0) {
      entry.setValue(heap.bytes, valueStart(i), valueLength(i));
      entry.overflow = isOverflow(i);
    } else {
      entry.child = child(i);
    }
    return entry;
  }

  // ------------------------------------------------------------------ search

  /**
   * Finds a key among the cells.
   *
   * @return its index, or {@code -1 - i} where {@code i} is the index at which it would stand
   */
  public int search(byte[] key, int from, int to, PageSource source) {
    int lo = level == 0 ? 0 : 1;
    int prefix = prefixLength;
    byte[] bytes = heap.bytes;
    int suffixFrom = from + prefix;
    if (prefix > 0) {
      int start = bytes.length - prefix;
      int end = Math.min(to, suffixFrom);
      int order = Bytes.compare(key, from, end, bytes, start, start + prefix);
      if (order != 0) {
        return order < 0 ? -1 - lo : -1 - count;
      }
    }
    int hi = count;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      int order = compareSuffix(mid, key, suffixFrom, to, source);
      if (order < 0) {
        lo = mid + 1;
      } else if (order > 0) {
        hi = mid;
      } else {
        return mid;
      }
    }
    return -1 - lo;
  }

  /** Compares the key of a cell with a probe: negative if the cell's is less, and so on. */
  public int compare(int i, byte[] key, int from, int to, PageSource source) {
    int start = prefixStart();
    int end = Math.min(to, from + prefixLength);
    int order = Bytes.compare(heap.bytes, start, start + prefixLength, key, from, end);
    return order != 0 ? order : compareSuffix(i, key, end, to, source);
  }

  /** Compares the key of a cell, of which the prefix is known to be equal, with a probe. */
  private int compareSuffix(int i, byte[] key, int from, int to, PageSource source) {
    byte[] bytes = heap.bytes;
    int at = keyPart(i);
    int length = bytes[at];
    if (length >= 0) {
      at++;
    } else {
      length = Varint.getInt(bytes, at);
      at += 2;
    }
    if (level == 0) {
      at += lengthOfVarint(bytes, at);
    }
    if ((length & 1) != 0) {
      return compareLong(at, length >>> 1, key, from, to, source);
    }
    int end = at + (length >>> 1);
    if (at < end && from < to) {
      // Without their prefix, keys mostly differ in their first byte.
      int order = (bytes[at] & 0xFF) - (key[from] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return Bytes.compare(bytes, at, end, key, from, to);
  }

  private int compareLong(int suffix, int length, byte[] key, int from, int to, PageSource source) {
    int headEnd = Math.min(to, from + length);
    int order = Bytes.compare(heap.bytes, suffix, suffix + length, key, from, headEnd);
    if (order != 0) {
      return order;
    }
    // Equal heads: a probe that ends here is less than a key that goes on.
    return headEnd == to ? 1 : source.compareTail(heap.bytes, suffix + length, key, headEnd, to);
  }

  /** The index of the child that holds a key. */
  public int childIndex(byte[] key, int from, int to, PageSource source) {
    int found = search(key, from, to, source);
    return found >= 0 ? found : -2 - found;
  }

  private static int lengthOfVarint(byte[] bytes, int at) {
    int length = 1;
    for (int i = at; bytes[i] < 0; i++) {
      length++;
    }
    return length;
  }

  // ------------------------------------------------------------------ how full it is

  /** Bytes that the node takes of a page, header included. */
  public int pageBytes() {
    return PageLayout.CONTENT + SLOT_SIZE * count + live + prefixLength;
  }

  /** Whether a page has room for one more cell of this size. */
  boolean fits(int cellSize) {
    return pageBytes() + SLOT_SIZE + cellSize <= PageLayout.PAGE_SIZE;
  }

  /** About how many bytes of heap the node holds, children's references and words included. */
  public int memory() {
    int own = 96 + heap.bytes.length + (slots == heap.bytes ? 0 : slots.length + 16);
    return children == null ? own : own + (64 + Long.BYTES) * count;
  }

  // ------------------------------------------------------------------ its page

  /** Writes the node as a page without number and checksum. All children must have a place. */
  public void writePage(byte[] target, int at, long generation) {
    Arrays.fill(target, at, at + PageLayout.PAGE_SIZE, (byte) 0);
    int end = at + PageLayout.PAGE_SIZE - prefixLength;
    System.arraycopy(heap.bytes, prefixStart(), target, end, prefixLength);
    for (int i = 0; i < count; i++) {
      int size = cellSize(i);
      end -= size;
      System.arraycopy(heap.bytes, cell(i), target, end, size);
      Bytes.putShort(target, at + PageLayout.CONTENT + SLOT_SIZE * i, end - at);
      if (level > 0) {
        PageRef child = child(i);
        assert child.number() != 0;
        PagePointer.put(target, end, child.number(), child.generation());
      }
    }
    PageType type = level == 0 ? PageType.LEAF : PageType.INTERIOR;
    PageLayout.putHeader(target, at, type, level, count, generation, tree);
    PageLayout.putNodeHeader(target, at, end - at, prefixLength);
  }
}
