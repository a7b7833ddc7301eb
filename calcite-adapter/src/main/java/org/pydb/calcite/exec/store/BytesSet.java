package org.pydb.calcite.exec.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of runs of bytes that is filled once and then asked: open addressing, linear probing. */
public final class BytesSet {
  private final byte[] @Nullable [] slots;
  private final int mask;

  /** A set of these runs, which are not copied; duplicates are fine. */
  public BytesSet(List<byte[]> values) {
    int capacity = Integer.highestOneBit(Math.max(4, values.size() * 2 - 1)) << 1;
    slots = new byte[capacity][];
    mask = capacity - 1;
    for (byte[] value : values) {
      slots[find(value, 0, value.length)] = value;
    }
  }

  /** Whether a run of bytes is in the set. */
  public boolean contains(byte[] bytes, int start, int length) {
    return slots[find(bytes, start, length)] != null;
  }

  /** The slot that holds the run, or the empty one where it would go. */
  private int find(byte[] bytes, int start, int length) {
    int slot = Hash.of(bytes, start, length) & mask;
    for (byte[] held = slots[slot]; held != null; held = slots[slot]) {
      if (held.length == length && Arrays.equals(held, 0, length, bytes, start, start + length)) {
        break;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
