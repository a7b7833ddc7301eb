package org.pydb.engine.node;

import org.pydb.engine.bytes.Bytes;

/**
 * The first eight bytes of a key as a number: padded with zeros, and shifted right by one, so that
 * the difference of two words has the sign of their order. Keys are ordered as their words are
 * where these differ. Equal words may stand for different keys. Stateless.
 */
final class KeyWord {

  /** Arrays must be at least as long. */
  static final int SIZE = Long.BYTES;

  private KeyWord() {}

  /** The word of {@code length} bytes. */
  static long of(byte[] bytes, int at, int length) {
    int counted = Math.min(SIZE, length);
    // A load of eight bytes that may begin before the key, but does not end behind the array.
    int from = Math.min(at, bytes.length - SIZE);
    long whole = Bytes.getLong(bytes, from) << (SIZE * (at - from));
    // Java shifts by 64 bits as by none: so by one, and then by the others.
    long mask = ~((-1L >>> 1) >>> (SIZE * counted - 1));
    return counted == 0 ? 0 : (whole & mask) >>> 1;
  }
}
