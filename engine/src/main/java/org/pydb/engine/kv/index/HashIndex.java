package org.pydb.engine.kv.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table with open addressing and linear probing (Knuth, "The Art of Computer Programming",
 * volume 3, 6.4, algorithms L and R): a key stands in the slot that its hash names or, if that is
 * taken, in the next free one. Removing a key moves those behind it up, so there are no tombstones.
 */
public final class HashIndex implements Index {
  private static final int SLOTS_MIN = 16;

  private @Nullable Slot[] slots = new Slot[SLOTS_MIN];
  private int size;

  /** An empty index. */
  public HashIndex() {}

  @SuppressWarnings("ArrayRecordComponent") // its key is compared, never itself
  private record Slot(byte[] key, Location location) {}

  @Override
  public @Nullable Location get(byte[] key) {
    Slot found = slots[place(key)];
    return found == null ? null : found.location;
  }

  @Override
  public void put(byte[] key, Location location) {
    int place = place(key);
    if (slots[place] == null) {
      if (4L * (size + 1) > 3L * slots.length) {
        grow();
        place = place(key);
      }
      size++;
    }
    slots[place] = new Slot(key, location);
  }

  @Override
  public void remove(byte[] key) {
    int hole = place(key);
    if (slots[hole] == null) {
      return;
    }
    size--;
    int mask = slots.length - 1;
    int at = hole + 1 & mask;
    Slot next = slots[at];
    while (next != null) {
      if ((at - home(next.key) & mask) >= (at - hole & mask)) {
        slots[hole] = next;
        hole = at;
      }
      at = at + 1 & mask;
      next = slots[at];
    }
    slots[hole] = null;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void clear() {
    slots = new Slot[SLOTS_MIN];
    size = 0;
  }

  /** Where a key is, or the free slot where it belongs. */
  private int place(byte[] key) {
    int place = home(key);
    Slot slot = slots[place];
    while (slot != null && !Arrays.equals(slot.key, key)) {
      place = place + 1 & slots.length - 1;
      slot = slots[place];
    }
    return place;
  }

  private int home(byte[] key) {
    int hash = Arrays.hashCode(key) * 0x9E37_79B9;
    return (hash ^ hash >>> 16) & slots.length - 1;
  }

  private void grow() {
    @Nullable Slot[] old = slots;
    slots = new Slot[2 * old.length];
    for (Slot slot : old) {
      if (slot != null) {
        slots[place(slot.key)] = slot;
      }
    }
  }
}
