package org.pydb.engine.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydb.engine.bytes.Bytes;

/**
 * Changes of one tree, that can be brought into the order of their keys. Filled and sorted by one
 * thread; sorted, it may be read by many.
 *
 * <p>There may be millions, so none is an object of its own: their bytes lie one behind the other
 * in chunks, and what is sorted are two arrays of numbers. Most comparisons are decided by the
 * first eight bytes of the keys, without a look into a chunk.
 *
 * <pre>
 * a change in a chunk:  length of the key (4), length of the value or -1 (4), key, value
 * </pre>
 */
final class TreeChanges {
  private static final int CHUNK_MIN = 1 << 12;
  private static final int CHUNK_MAX = 1 << 20;
  private static final int HEADER = 8;
  private static final int DELETED = -1;

  /** What is kept of a change besides its bytes, while it is sorted: two numbers, twice. */
  private static final int OVERHEAD = 4 * Long.BYTES;

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = Bytes.EMPTY;
  private int used;
  private int count;

  /** The first eight bytes of each key, as a number without sign. */
  private long[] heads = new long[16];

  /** Where each change is: the index of its chunk, and the offset there in the lower half. */
  private long[] places = new long[16];

  /** Adds a change behind all others, and tells how many bytes of memory it takes, about. */
  int put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    int size = add(bytes, keyFrom, keyTo, valueLength, valueLength);
    System.arraycopy(bytes, valueFrom, chunk, used - valueLength, valueLength);
    return size;
  }

  /** Adds a deletion behind all others, and tells how many bytes of memory it takes, about. */
  int delete(byte[] bytes, int keyFrom, int keyTo) {
    return add(bytes, keyFrom, keyTo, DELETED, 0);
  }

  private int add(byte[] bytes, int keyFrom, int keyTo, int valueMark, int room) {
    int keyLength = keyTo - keyFrom;
    int size = HEADER + keyLength + room;
    if (size > chunk.length - used) {
      chunk = new byte[Math.max(size, Math.max(CHUNK_MIN, Math.min(2 * chunk.length, CHUNK_MAX)))];
      chunks.add(chunk);
      used = 0;
    }
    if (count == heads.length) {
      heads = Arrays.copyOf(heads, count + (count >> 1));
      places = Arrays.copyOf(places, heads.length);
    }
    Bytes.putInt(chunk, used, keyLength);
    Bytes.putInt(chunk, used + 4, valueMark);
    System.arraycopy(bytes, keyFrom, chunk, used + HEADER, keyLength);
    heads[count] = head(bytes, keyFrom, keyLength);
    places[count] = (long) (chunks.size() - 1) << 32 | used;
    count++;
    used += size;
    return size + OVERHEAD;
  }

  private static long head(byte[] bytes, int from, int length) {
    if (length >= Long.BYTES) {
      return Bytes.getLong(bytes, from);
    }
    long head = 0;
    for (int i = 0; i < length; i++) {
      head |= (bytes[from + i] & 0xFFL) << (56 - 8 * i);
    }
    return head;
  }

  // ------------------------------------------------------------------ reading

  int count() {
    return count;
  }

  /** The array in which change {@code i} stands. */
  byte[] bytes(int i) {
    return chunks.get((int) (places[i] >>> 32));
  }

  int keyFrom(int i) {
    return (int) places[i] + HEADER;
  }

  int keyTo(int i) {
    return keyFrom(i) + Bytes.getInt(bytes(i), (int) places[i]);
  }

  /** Whether the key is deleted; else the value stands right behind it. */
  boolean isDeleted(int i) {
    return valueLength(i) == DELETED;
  }

  int valueLength(int i) {
    return Bytes.getInt(bytes(i), (int) places[i] + 4);
  }

  /** Whether a later change of the same key follows, once they are sorted. */
  boolean isSuperseded(int i) {
    return i + 1 < count && heads[i] == heads[i + 1] && compareKeys(places[i], places[i + 1]) == 0;
  }

  private int compareKeys(long one, long other) {
    byte[] oneBytes = chunks.get((int) (one >>> 32));
    byte[] otherBytes = chunks.get((int) (other >>> 32));
    int oneFrom = (int) one + HEADER;
    int otherFrom = (int) other + HEADER;
    return Arrays.compareUnsigned(
        oneBytes,
        oneFrom,
        oneFrom + Bytes.getInt(oneBytes, (int) one),
        otherBytes,
        otherFrom,
        otherFrom + Bytes.getInt(otherBytes, (int) other));
  }

  // ------------------------------------------------------------------ sorting

  /** Sorts by key; of one key, the last in time comes last. */
  void sort() {
    if (count > 1) {
      sort(0, count, new long[count], new long[count]);
    }
  }

  /** Merges halves that are sorted; those of a table that grew at its end are in order already. */
  private void sort(int from, int to, long[] otherHeads, long[] otherPlaces) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle, otherHeads, otherPlaces);
    sort(middle, to, otherHeads, otherPlaces);
    if (isInOrder(heads[middle - 1], places[middle - 1], heads[middle], places[middle])) {
      return;
    }
    System.arraycopy(heads, from, otherHeads, from, middle - from);
    System.arraycopy(places, from, otherPlaces, from, middle - from);
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      boolean takesLeft =
          right == to
              || isInOrder(otherHeads[left], otherPlaces[left], heads[right], places[right]);
      heads[at] = takesLeft ? otherHeads[left] : heads[right];
      places[at] = takesLeft ? otherPlaces[left++] : places[right++];
    }
  }

  private boolean isInOrder(long head, long place, long nextHead, long nextPlace) {
    return head == nextHead
        ? compareKeys(place, nextPlace) <= 0
        : Long.compareUnsigned(head, nextHead) < 0;
  }
}
