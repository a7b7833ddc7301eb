package org.pydb.engine.sort;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;

/**
 * Entries of a tree in memory, added in any order and then put in the order of their keys. Entries
 * of equal keys stay in the order in which they came. Reusable; not thread-safe.
 *
 * <pre>
 *   heads   first 8 bytes of the key, as a number of the same order     ┐ sorted together
 *   starts  where the entry lies among the bytes                       ┘
 *   bytes   length of the key (4), of the value (4; -1: the key is deleted), key, value
 * </pre>
 *
 * <p>A merge sort that moves both arrays, so that comparing mostly reads what lies side by side.
 */
public final class EntryRun {

  /** What an entry takes beside its key and value, sorting included. */
  public static final int ENTRY_OVERHEAD = 2 * Integer.BYTES + 2 * (Long.BYTES + Integer.BYTES);

  private static final int HEADER = 2 * Integer.BYTES;
  private static final int DELETED = -1;
  private static final int FIRST_ENTRIES = 16;

  /** Runs of so many are sorted by insertion. */
  private static final int SHORT = 8;

  private byte[] bytes = Bytes.EMPTY;
  private int length;
  private long[] heads = {};
  private int[] starts = {};
  private int count;

  /** Whether each entry so far is behind the one before, or equal. */
  private boolean sorted = true;

  private long[] otherHeads = {};
  private int[] otherStarts = {};

  /** How many entries there are. */
  public int count() {
    return count;
  }

  /** The bytes that the entries take, and what sorting them takes. */
  public long size() {
    return length + (long) (ENTRY_OVERHEAD - HEADER) * count;
  }

  /** Forgets the entries, and keeps the memory for others. */
  public void clear() {
    length = 0;
    count = 0;
    sorted = true;
  }

  /** Forgets the entries below {@code i}. */
  public void dropFirst(int i) {
    count -= i;
    System.arraycopy(heads, i, heads, 0, count);
    System.arraycopy(starts, i, starts, 0, count);
  }

  // ------------------------------------------------------------------ adding

  /** Adds an entry. */
  public void add(
      byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueLength) {
    int at = addKey(key, keyFrom, keyTo, valueLength, valueLength);
    System.arraycopy(value, valueFrom, bytes, at, valueLength);
  }

  /** Adds an entry that says that its key is deleted. */
  public void addDelete(byte[] key, int keyFrom, int keyTo) {
    addKey(key, keyFrom, keyTo, DELETED, 0);
  }

  private int addKey(byte[] key, int from, int to, int valueMark, int valueLength) {
    int keyLength = to - from;
    ensure(HEADER + keyLength + valueLength);
    int start = length;
    Bytes.putInt(bytes, start, keyLength);
    Bytes.putInt(bytes, start + Integer.BYTES, valueMark);
    System.arraycopy(key, from, bytes, start + HEADER, keyLength);
    long head = head(key, from, to);
    sorted = sorted && (count == 0 || !isBefore(head, start, heads[count - 1], starts[count - 1]));
    heads[count] = head;
    starts[count] = start;
    count++;
    length = start + HEADER + keyLength + valueLength;
    return start + HEADER + keyLength;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      int wanted = Math.addExact(length, more);
      bytes = Arrays.copyOf(bytes, Math.max(wanted, (int) Math.min(2L * length, MAX_ARRAY)));
    }
    if (count == heads.length) {
      int capacity = Math.max(FIRST_ENTRIES, 2 * count);
      heads = Arrays.copyOf(heads, capacity);
      starts = Arrays.copyOf(starts, capacity);
    }
  }

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** The first bytes of a key as a number that compares as they do. */
  private static long head(byte[] key, int from, int to) {
    if (to - from >= Long.BYTES) {
      return Bytes.getLong(key, from) ^ Long.MIN_VALUE;
    }
    long head = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      head = head << 8 | (from + i < to ? key[from + i] & 0xFF : 0);
    }
    return head ^ Long.MIN_VALUE;
  }

  // ------------------------------------------------------------------ sorting

  /** Puts the entries in order. */
  public void sort() {
    if (sorted) {
      return;
    }
    if (otherHeads.length < count) {
      otherHeads = new long[heads.length];
      otherStarts = new int[heads.length];
    }
    for (int from = 0; from < count; from += SHORT) {
      insertionSort(from, Math.min(count, from + SHORT));
    }
    for (int width = SHORT; width < count && width > 0; width *= 2) {
      mergeAll(width);
    }
    sorted = true;
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long head = heads[i];
      int start = starts[i];
      int at = i;
      while (at > from && isBefore(head, start, heads[at - 1], starts[at - 1])) {
        heads[at] = heads[at - 1];
        starts[at] = starts[at - 1];
        at--;
      }
      heads[at] = head;
      starts[at] = start;
    }
  }

  /** Merges each two neighbours of sorted runs of this width. */
  private void mergeAll(int width) {
    for (long from = 0; from < count; from += 2L * width) {
      int middle = (int) Math.min(count, from + width);
      merge((int) from, middle, (int) Math.min(count, from + 2L * width));
    }
    long[] mergedHeads = otherHeads;
    int[] mergedStarts = otherStarts;
    otherHeads = heads;
    otherStarts = starts;
    heads = mergedHeads;
    starts = mergedStarts;
  }

  private void merge(int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takeRight =
          left == middle
              || (right < to && isBefore(heads[right], starts[right], heads[left], starts[left]));
      int taken = takeRight ? right++ : left++;
      otherHeads[at] = heads[taken];
      otherStarts[at] = starts[taken];
    }
  }

  /** Whether one entry must stand before another that came earlier. */
  private boolean isBefore(long head, int start, long otherHead, int otherStart) {
    return head != otherHead ? head < otherHead : compareKeys(start, otherStart) < 0;
  }

  private int compareKeys(int start, int otherStart) {
    int from = start + HEADER;
    int otherFrom = otherStart + HEADER;
    return Bytes.compare(
        bytes,
        from,
        from + Bytes.getInt(bytes, start),
        bytes,
        otherFrom,
        otherFrom + Bytes.getInt(bytes, otherStart));
  }

  // ------------------------------------------------------------------ reading

  /** The array in which the entries lie; valid until the next one is added. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the key of entry {@code i} begins. */
  public int keyFrom(int i) {
    return starts[i] + HEADER;
  }

  /** Where the key of entry {@code i} ends; there its value begins. */
  public int keyTo(int i) {
    return starts[i] + HEADER + Bytes.getInt(bytes, starts[i]);
  }

  /** The length of the value of entry {@code i}. */
  public int valueLength(int i) {
    return Math.max(0, Bytes.getInt(bytes, starts[i] + Integer.BYTES));
  }

  /** Whether entry {@code i} says that its key is deleted. */
  public boolean isDelete(int i) {
    return Bytes.getInt(bytes, starts[i] + Integer.BYTES) == DELETED;
  }
}
