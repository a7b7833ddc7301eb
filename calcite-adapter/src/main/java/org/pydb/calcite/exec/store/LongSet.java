package org.pydb.calcite.exec.store;

import java.util.Arrays;

/** A set of longs that is filled once and then asked: open addressing, linear probing. */
public final class LongSet {
  private final long[] slots;
  private final int mask;

  /** What an empty slot holds: a long that is not in the set. */
  private final long absent;

  /** A set of these numbers; duplicates are fine. */
  public LongSet(long[] values) {
    int capacity = Integer.highestOneBit(Math.max(4, values.length * 2 - 1)) << 1;
    slots = new long[capacity];
    mask = capacity - 1;
    absent = smallestAbsent(values);
    Arrays.fill(slots, absent);
    for (long value : values) {
      add(value);
    }
  }

  private static long smallestAbsent(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    long candidate = 0;
    for (long value : sorted) {
      if (value == candidate) {
        candidate++;
      }
    }
    return candidate;
  }

  private void add(long value) {
    int slot = Hash.of(value) & mask;
    while (slots[slot] != absent && slots[slot] != value) {
      slot = slot + 1 & mask;
    }
    slots[slot] = value;
  }

  /** Whether a number is in the set. */
  public boolean contains(long value) {
    int slot = Hash.of(value) & mask;
    while (slots[slot] != absent) {
      if (slots[slot] == value) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }
}
