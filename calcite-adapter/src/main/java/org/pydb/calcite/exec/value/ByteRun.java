package org.pydb.calcite.exec.value;

import java.util.Arrays;
import org.pydb.calcite.api.SqlError;

/** A growing run of bytes. Reusable; not thread-safe. */
public final class ByteRun {

  /** The most bytes of a string, as in PostgreSQL: one gigabyte, less a header. */
  public static final int LENGTH_MAX = 0x3FFF_FFFF - 8;

  private byte[] bytes = new byte[32];
  private int length;

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** The array behind; valid until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Forgets all that was written. */
  public ByteRun clear() {
    length = 0;
    return this;
  }

  /** Appends a byte. */
  public ByteRun put(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Appends a range of bytes. */
  public ByteRun put(byte[] source, int start, int count) {
    ensure(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends a character in UTF-8. */
  public ByteRun putCodePoint(int codePoint) {
    ensure(4);
    length = Utf8.put(bytes, length, codePoint);
    return this;
  }

  private void ensure(int count) {
    if (count > LENGTH_MAX - length) {
      throw tooLong();
    }
    if (bytes.length - length < count) {
      bytes =
          Arrays.copyOf(bytes, Math.max(length + count, Math.min(2 * bytes.length, LENGTH_MAX)));
    }
  }

  /** 54000: a string beyond {@link #LENGTH_MAX}. */
  public static SqlError tooLong() {
    return new SqlError("54000", "requested length too large");
  }
}
