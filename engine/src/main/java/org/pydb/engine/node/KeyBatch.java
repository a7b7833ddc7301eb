package org.pydb.engine.node;

import java.util.Arrays;
import org.pydb.engine.bytes.ByteBuilder;

/** Keys that are looked up together, one behind the other in one array. Not thread-safe. */
public final class KeyBatch {
  private final ByteBuilder bytes = new ByteBuilder(256);
  private int[] ends = new int[16];
  private int size;

  /** Forgets all keys. */
  public void clear() {
    bytes.clear();
    size = 0;
  }

  /** Adds a copy of a key. */
  public void add(byte[] key, int from, int to) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    bytes.put(key, from, to - from);
    ends[size++] = bytes.length();
  }

  /** How many keys there are. */
  public int size() {
    return size;
  }

  /** The array in which the keys lie; valid until the next one is added. */
  public byte[] array() {
    return bytes.array();
  }

  /** Where a key begins in {@link #array}. */
  public int from(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  /** Where a key ends. */
  public int to(int i) {
    return ends[i];
  }
}
