package org.pydb.engine.row;

import org.pydb.engine.bytes.ByteBuilder;

/**
 * Text in keys: its UTF-8 bytes, closed by a zero byte. Stateless.
 *
 * <pre>
 * ''     → 00
 * 'ab'   → 61 62 00
 * 'abc'  → 61 62 63 00
 * </pre>
 *
 * <p>No text holds a zero byte, so the end sorts below every other byte and a text before all that
 * it begins. UTF-8 sorts by code points.
 */
final class OrderedText {
  private OrderedText() {}

  static void put(ByteBuilder target, byte[] bytes, int from, int length) {
    TextBytes.checkNoNul(bytes, from, length);
    target.put(bytes, from, length).putByte(0);
  }

  /** The offset behind the text at {@code at}, or -1 if it does not end before {@code to}. */
  static int end(byte[] bytes, int at, int to, int mask) {
    byte terminator = (byte) mask;
    for (int i = at; i < to; i++) {
      if (bytes[i] == terminator) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Appends the text that lies between {@code at} and {@code end}, without its terminator. */
  static void get(byte[] bytes, int at, int end, int mask, ByteBuilder target) {
    for (int i = at; i < end - 1; i++) {
      target.putByte(bytes[i] ^ mask);
    }
  }
}
