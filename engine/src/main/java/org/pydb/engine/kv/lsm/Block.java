package org.pydb.engine.kv.lsm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;

/**
 * Some entries of a run, in order: the unit that is read and checked. A key leaves out what it has
 * in common with the one before it.
 *
 * <pre>
 *   length of the common prefix, varint
 *   length of the rest of the key, varint
 *   0 for a deletion, else length of the value plus 1, varint
 *   rest of the key, value
 * </pre>
 *
 * <p>Immutable; keys are put together when it is read.
 */
final class Block {
  private final byte[] bytes;
  private final byte[][] keys;
  private final int[] valueStarts;
  private final int[] valueLengths;

  /** Takes apart bytes that were checked. */
  Block(byte[] bytes, int length) {
    this.bytes = bytes;
    int count = count(bytes, length);
    keys = new byte[count][];
    valueStarts = new int[count];
    valueLengths = new int[count];
    byte[] last = Bytes.EMPTY;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int shared = Varint.getInt(bytes, at);
      at += Varint.length(shared);
      int rest = Varint.getInt(bytes, at);
      at += Varint.length(rest);
      int value = Varint.getInt(bytes, at);
      at += Varint.length(value);
      byte[] key = Arrays.copyOf(last, shared + rest);
      System.arraycopy(bytes, at, key, shared, rest);
      at += rest;
      keys[i] = key;
      valueStarts[i] = at;
      valueLengths[i] = value - 1;
      at += Math.max(0, value - 1);
      last = key;
    }
  }

  private static int count(byte[] bytes, int length) {
    int count = 0;
    int at = 0;
    while (at < length) {
      at += Varint.length(Varint.getInt(bytes, at));
      int rest = Varint.getInt(bytes, at);
      at += Varint.length(rest);
      int value = Varint.getInt(bytes, at);
      at += Varint.length(value) + rest + Math.max(0, value - 1);
      count++;
    }
    return count;
  }

  /** Appends an entry to the bytes of a block. */
  static void put(ByteBuilder target, byte[] last, byte[] key, byte @Nullable [] value) {
    int shared =
        target.length() == 0 ? 0 : Bytes.commonPrefix(last, 0, last.length, key, 0, key.length);
    target.putVarint(shared).putVarint(key.length - shared);
    target.putVarint(value == null ? 0 : value.length + 1L);
    target.put(key, shared, key.length - shared);
    if (value != null) {
      target.put(value);
    }
  }

  int size() {
    return keys.length;
  }

  byte[] key(int i) {
    return keys[i];
  }

  /** A copy of a value; null for a deletion. */
  byte @Nullable [] value(int i) {
    return valueLengths[i] < 0
        ? null
        : Arrays.copyOfRange(bytes, valueStarts[i], valueStarts[i] + valueLengths[i]);
  }

  /** The first entry whose key is not less; {@link #size} if there is none. */
  int ceiling(byte[] key) {
    int found = Arrays.binarySearch(keys, key, Arrays::compareUnsigned);
    return found < 0 ? -1 - found : found;
  }

  /** About the bytes that it takes in memory. */
  long memoryBytes() {
    return bytes.length * 2L + 48L * keys.length;
  }
}
