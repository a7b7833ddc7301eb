package org.pydb.engine.node;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.page.PageLayout;

/**
 * Changes single cells of a node that its edit owns: insert, replace, remove. Each says whether the
 * result still fits a page; if not, the node is as it was and the tree has to split it. Stateless.
 */
public final class CellWriter {

  /** Room that a heap gets beyond its cells, so that a few changes come between two copies. */
  private static final int SLACK = 1024;

  private CellWriter() {}

  /** Inserts an entry so that it has index {@code i}. */
  public static boolean insert(Node node, int i, Entry entry) {
    assert !node.token.isFrozen();
    if (!sharesPrefix(node, entry)) {
      return NodeBuilder.refill(node, NodeBuilder.entriesWith(node, i, entry, false));
    }
    int size = cellSize(node, entry);
    if (!node.fits(size)) {
      return false;
    }
    int at = claim(node, size);
    writeCell(node, at, node.prefixLength, entry);
    openSlot(node, i);
    Bytes.putShort(node.slots, node.slotBase + 2 * i, at);
    node.live += size;
    @Nullable PageRef @Nullable [] children = node.children;
    if (children != null) {
      children[i] = entry.child;
    }
    return true;
  }

  /** Gives entry {@code i} of a leaf another value; the key stays. */
  public static boolean replaceValue(Node node, int i, Entry entry) {
    assert !node.token.isFrozen() && node.isLeaf();
    int oldSize = node.cellSize(i);
    int size = oldSize - node.valueLength(i) + entry.valueLength;
    size +=
        Varint.length((long) entry.valueLength << 1)
            - Varint.length((long) node.valueLength(i) << 1);
    if (size == oldSize && node.cell(i) < node.ownedBelow) {
      overwriteValue(node, i, entry);
      return true;
    }
    if (node.pageBytes() - oldSize + size > PageLayout.PAGE_SIZE) {
      return false;
    }
    int at = claim(node, size);
    int keyStart = node.suffixStart(i);
    int keyEnd = node.valueStart(i);
    byte[] bytes = node.heap.bytes;
    int to = Varint.put(bytes, at, Varint.getInt(bytes, node.cell(i)));
    to = Varint.put(bytes, to, valueHeader(entry));
    System.arraycopy(bytes, keyStart, bytes, to, keyEnd - keyStart);
    to += keyEnd - keyStart;
    System.arraycopy(entry.value, entry.valueFrom, bytes, to, entry.valueLength);
    Bytes.putShort(node.slots, node.slotBase + 2 * i, at);
    node.live += size - oldSize;
    return true;
  }

  private static void overwriteValue(Node node, int i, Entry entry) {
    byte[] bytes = node.heap.bytes;
    int header = node.cell(i);
    header += bytes[header] >= 0 ? 1 : 2;
    int start = node.valueStart(i);
    Varint.put(bytes, header, valueHeader(entry));
    System.arraycopy(entry.value, entry.valueFrom, bytes, start, entry.valueLength);
  }

  /** Removes entry {@code i}. */
  public static void remove(Node node, int i) {
    assert !node.token.isFrozen();
    node.live -= node.cellSize(i);
    int at = node.slotBase + 2 * i;
    System.arraycopy(node.slots, at + 2, node.slots, at, 2 * (node.count - i - 1));
    @Nullable PageRef @Nullable [] children = node.children;
    if (children != null) {
      System.arraycopy(children, i + 1, children, i, node.count - i - 1);
      children[node.count - 1] = null;
    }
    node.count--;
  }

  /** Puts another child behind cell {@code i}; the separator stays. */
  public static void setChild(Node node, int i, PageRef child) {
    assert !node.token.isFrozen();
    @Nullable PageRef[] children = node.children;
    assert children != null;
    children[i] = child;
  }

  private static boolean sharesPrefix(Node node, Entry entry) {
    int prefix = node.prefixLength;
    return prefix == 0
        || (entry.headLength() >= prefix
            && Bytes.compare(
                    entry.key,
                    entry.keyFrom,
                    entry.keyFrom + prefix,
                    node.heap.bytes,
                    node.prefixStart(),
                    node.prefixStart() + prefix)
                == 0);
  }

  private static int cellSize(Node node, Entry entry) {
    return node.isLeaf()
        ? entry.leafCellSize(node.prefixLength)
        : entry.interiorCellSize(node.prefixLength);
  }

  private static long valueHeader(Entry entry) {
    return (long) entry.valueLength << 1 | (entry.overflow ? 1 : 0);
  }

  /** Writes a cell at its place in the heap. */
  static void writeCell(Node node, int at, int prefix, Entry entry) {
    byte[] bytes = node.heap.bytes;
    int suffix = entry.headLength() - prefix;
    int to = node.isLeaf() ? at : at + PageLayout.POINTER_SIZE;
    to = Varint.put(bytes, to, (long) suffix << 1 | (entry.tail == null ? 0 : 1));
    if (node.isLeaf()) {
      to = Varint.put(bytes, to, valueHeader(entry));
    }
    System.arraycopy(entry.key, entry.keyFrom + prefix, bytes, to, suffix);
    to += suffix;
    byte[] tail = entry.tail;
    if (tail != null) {
      System.arraycopy(tail, 0, bytes, to, tail.length);
      to += tail.length;
    }
    if (node.isLeaf()) {
      System.arraycopy(entry.value, entry.valueFrom, bytes, to, entry.valueLength);
    }
  }

  /** Makes room for a slot at index {@code i}. */
  private static void openSlot(Node node, int i) {
    int end = node.slotBase + 2 * node.count;
    if (end + 2 > node.slots.length) {
      node.slots = Arrays.copyOf(node.slots, Math.max(16, node.slots.length * 3 / 2 / 2 * 2));
    }
    int at = node.slotBase + 2 * i;
    System.arraycopy(node.slots, at, node.slots, at + 2, end - at);
    @Nullable PageRef @Nullable [] children = node.children;
    if (children != null) {
      if (node.count == children.length) {
        children = Arrays.copyOf(children, Math.max(8, node.count * 3 / 2));
        node.children = children;
      }
      System.arraycopy(children, i, children, i + 1, node.count - i);
    }
    node.count++;
  }

  /** Takes room for a cell, moving the live cells to a new heap if this one is spent. */
  private static int claim(Node node, int size) {
    if (!node.heap.claim(node.low, size)) {
      int capacity = node.live + node.prefixLength + size;
      compact(node, capacity + Math.min(capacity, SLACK));
      boolean claimed = node.heap.claim(node.low, size);
      assert claimed;
    }
    node.low -= size;
    return node.low;
  }

  /** Moves the live cells to a new heap of so many bytes. */
  private static void compact(Node node, int capacity) {
    byte[] old = node.heap.bytes;
    byte[] bytes = new byte[capacity];
    int to = capacity - node.prefixLength - node.live;
    if (old.length - node.low == node.prefixLength + node.live) {
      // A page as it was read: nothing in between is dead, so that all cells move together.
      System.arraycopy(old, node.low, bytes, to, capacity - to);
      node.moveSlots(capacity - old.length);
    } else {
      moveCells(node, bytes);
    }
    node.heap = new CellHeap(bytes, 0, to);
    node.low = to;
    node.ownedBelow = capacity;
  }

  private static void moveCells(Node node, byte[] bytes) {
    byte[] old = node.heap.bytes;
    int to = bytes.length - node.prefixLength;
    System.arraycopy(old, node.prefixStart(), bytes, to, node.prefixLength);
    for (int i = 0; i < node.count; i++) {
      int size = node.cellSize(i);
      to -= size;
      System.arraycopy(old, node.cell(i), bytes, to, size);
      Bytes.putShort(node.slots, node.slotBase + 2 * i, to);
    }
  }
}
