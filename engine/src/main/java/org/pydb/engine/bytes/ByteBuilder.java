package org.pydb.engine.bytes;

import java.util.Arrays;

/** A growing byte array that is written from front to back. Reusable; not thread-safe. */
public final class ByteBuilder {
  private byte[] bytes;
  private int length;

  /** An empty builder with room for so many bytes before it grows. */
  public ByteBuilder(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** The array behind; valid until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets what was written after {@code newLength} bytes. */
  public void truncate(int newLength) {
    assert newLength <= length;
    length = newLength;
  }

  /** Forgets all that was written. */
  public void clear() {
    length = 0;
  }

  /** Makes room for {@code count} bytes, counts them as written, and returns where they begin. */
  public int skip(int count) {
    ensure(count);
    int at = length;
    length += count;
    return at;
  }

  /** Appends the low 8 bits. */
  public ByteBuilder putByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Appends the low 16 bits. */
  public ByteBuilder putShort(int value) {
    int at = skip(2);
    Bytes.putShort(bytes, at, value);
    return this;
  }

  /** Appends 32 bits. */
  public ByteBuilder putInt(int value) {
    int at = skip(4);
    Bytes.putInt(bytes, at, value);
    return this;
  }

  /** Appends 64 bits. */
  public ByteBuilder putLong(long value) {
    int at = skip(8);
    Bytes.putLong(bytes, at, value);
    return this;
  }

  /** Appends a number as {@link Varint}. */
  public ByteBuilder putVarint(long value) {
    ensure(Varint.LENGTH_MAX);
    length = Varint.put(bytes, length, value);
    return this;
  }

  /** Appends a range of bytes. */
  public ByteBuilder put(byte[] source, int from, int count) {
    int at = skip(count);
    System.arraycopy(source, from, bytes, at, count);
    return this;
  }

  /** Appends a whole array. */
  public ByteBuilder put(byte[] source) {
    return put(source, 0, source.length);
  }

  private void ensure(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), MAX_ARRAY));
      if (bytes.length < needed) {
        throw new OutOfMemoryError("a byte builder of more than " + MAX_ARRAY + " bytes");
      }
    }
  }

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;
}
