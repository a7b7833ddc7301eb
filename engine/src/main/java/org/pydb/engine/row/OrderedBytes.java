package org.pydb.engine.row;

import org.pydb.engine.bytes.ByteBuilder;

/**
 * Byte strings in keys: as they are, but a zero byte is followed by FF, and 00 01 closes the
 * string. Stateless.
 *
 * <pre>
 * ''         → 00 01
 * AB         → AB 00 01
 * AB 00      → AB 00 FF 00 01
 * AB 00 01   → AB 00 FF 01 00 01
 * </pre>
 *
 * <p>The end sorts below a zero byte (01 below FF) and that below every other byte, so a string
 * sorts before all that it begins.
 */
final class OrderedBytes {
  private static final int ESCAPED = 0xFF;
  private static final int TERMINATOR = 0x01;

  private OrderedBytes() {}

  static void put(ByteBuilder target, byte[] bytes, int from, int length) {
    int to = from + length;
    int copied = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        target.put(bytes, copied, i + 1 - copied).putByte(ESCAPED);
        copied = i + 1;
      }
    }
    target.put(bytes, copied, to - copied).putByte(0).putByte(TERMINATOR);
  }

  /** The offset behind the string at {@code at}, or -1 if no string ends before {@code to}. */
  static int end(byte[] bytes, int at, int to, int mask) {
    byte zero = (byte) mask;
    int i = at;
    while (i + 1 < to) {
      if (bytes[i++] == zero) {
        int follower = (bytes[i++] ^ mask) & 0xFF;
        if (follower != ESCAPED) {
          return follower == TERMINATOR ? i : -1;
        }
      }
    }
    return -1;
  }

  /** Appends the string that lies between {@code at} and {@code end}. */
  static void get(byte[] bytes, int at, int end, int mask, ByteBuilder target) {
    for (int i = at; i < end - 2; i++) {
      int b = bytes[i] ^ mask;
      target.putByte(b);
      if ((b & 0xFF) == 0) {
        i++; // what follows a zero only says that it is one
      }
    }
  }
}
