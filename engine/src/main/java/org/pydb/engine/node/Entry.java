package org.pydb.engine.node;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.page.PageLayout;

/**
 * One entry on its way into or out of a node: a key with a value (in leaves) or with a child (in
 * interior nodes).
 *
 * <p>A key of more than {@link #KEY_INLINE_MAX} bytes keeps that many in the node, its head; the
 * rest is in an overflow chain, to which the tail points. A large value is likewise replaced by a
 * pointer to a chain.
 */
public final class Entry {

  /** The most bytes of a key that a node holds: a quarter of a page, so that nodes can branch. */
  public static final int KEY_INLINE_MAX = 1984;

  /** Bytes of the tail of a long key: pointer to the chain of what follows the head, its length. */
  public static final int TAIL_SIZE = PageLayout.POINTER_SIZE + 4;

  /** Bytes of a value that is kept in a chain: pointer to the chain, and length (8 bytes). */
  public static final int OVERFLOW_SIZE = PageLayout.POINTER_SIZE + 8;

  /** The most bytes of a leaf cell, so that any two fit a page with their slots. */
  public static final int CELL_MAX = PageLayout.CONTENT_SIZE / 2 - 2;

  /** The head of the key. */
  public byte[] key = Bytes.EMPTY;

  /** Where the head begins in {@link #key}. */
  public int keyFrom;

  /** Where the head ends in {@link #key}. */
  public int keyTo;

  /** The tail of a long key, or null. */
  public byte @Nullable [] tail;

  /** Holds the value, or the pointer to its chain. */
  public byte[] value = Bytes.EMPTY;

  /** Where the value begins. */
  public int valueFrom;

  /** The length of the value, or of the pointer. */
  public int valueLength;

  /** Whether the value is a pointer to a chain. */
  public boolean overflow;

  /** The child, in interior nodes. */
  public @Nullable PageRef child;

  /** Points the key at a range; it must fit a node. */
  public Entry setKey(byte[] bytes, int from, int to) {
    assert to - from <= KEY_INLINE_MAX;
    key = bytes;
    keyFrom = from;
    keyTo = to;
    tail = null;
    return this;
  }

  /** Points the value at a range. */
  public Entry setValue(byte[] bytes, int from, int length) {
    value = bytes;
    valueFrom = from;
    valueLength = length;
    overflow = false;
    return this;
  }

  /** Bytes of the head. */
  int headLength() {
    return keyTo - keyFrom;
  }

  /** Bytes of the cell of a leaf whose prefix takes {@code prefixLength} bytes off the key. */
  public int leafCellSize(int prefixLength) {
    return keyPartSize(prefixLength) + Varint.length((long) valueLength << 1) + valueLength;
  }

  /** Bytes of the cell of an interior node. */
  int interiorCellSize(int prefixLength) {
    return PageLayout.POINTER_SIZE + keyPartSize(prefixLength);
  }

  private int keyPartSize(int prefixLength) {
    int suffix = headLength() - prefixLength;
    return Varint.length((long) suffix << 1) + suffix + (tail == null ? 0 : TAIL_SIZE);
  }

  /** The length of the common prefix of the heads of two entries. */
  static int commonPrefix(Entry a, Entry b) {
    return Bytes.commonPrefix(a.key, a.keyFrom, a.keyTo, b.key, b.keyFrom, b.keyTo);
  }

  /** A copy that owns its key's head. */
  public Entry copyKey() {
    Entry copy = new Entry();
    copy.key = Arrays.copyOfRange(key, keyFrom, keyTo);
    copy.keyTo = copy.key.length;
    copy.tail = tail;
    return copy;
  }
}
