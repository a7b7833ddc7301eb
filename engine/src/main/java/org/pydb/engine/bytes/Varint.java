package org.pydb.engine.bytes;

/**
 * Unsigned numbers in one to nine bytes, seven bits a byte, least significant first; the high bit
 * says that another byte follows. Stateless.
 *
 * <pre>
 *   5            05
 *   300          AC 02
 *   2^56         80 80 80 80 80 80 80 80 01
 * </pre>
 *
 * <p>Reading returns the value; its length follows from {@link #length}, since every number is
 * written in its shortest form. Numbers are below 2^63.
 */
public final class Varint {

  /** The most bytes that a number takes. */
  public static final int LENGTH_MAX = 9;

  private Varint() {}

  /** How many bytes {@code value} takes. */
  public static int length(long value) {
    // 1 for values below 2^7, 2 below 2^14 …: bits needed, over seven, rounded up.
    return value < 0x80 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /** Writes {@code value} and returns the offset behind it. */
  public static int put(byte[] bytes, int offset, long value) {
    int at = offset;
    long rest = value;
    while (rest >= 0x80) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /** The number at {@code offset}, which must fit an {@code int}. */
  public static int getInt(byte[] bytes, int offset) {
    int first = bytes[offset];
    return first >= 0 ? first : (int) getLong(bytes, offset);
  }

  /**
   * The number at {@code offset}.
   *
   * @throws IllegalArgumentException if no number ends within nine bytes
   */
  public static long getLong(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < LENGTH_MAX; i++) {
      byte b = bytes[offset + i];
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no varint at offset " + offset);
  }
}
