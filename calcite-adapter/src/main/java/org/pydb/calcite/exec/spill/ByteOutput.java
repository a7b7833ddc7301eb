package org.pydb.calcite.exec.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are being written; little-endian numbers. Not thread-safe. */
final class ByteOutput {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** What was written; valid until the next write. */
  byte[] bytes() {
    return bytes;
  }

  /** Makes room for so many bytes, for the caller to write: gives where they begin. */
  int allocate(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), 2 * size));
    }
    int at = size;
    size += count;
    return at;
  }

  void putByte(int value) {
    int at = allocate(1);
    bytes[at] = (byte) value;
  }

  void putInt(int value) {
    int at = allocate(Integer.BYTES);
    INT.set(bytes, at, value);
  }

  void putLong(long value) {
    int at = allocate(Long.BYTES);
    LONG.set(bytes, at, value);
  }

  void putBytes(byte[] source, int from, int count) {
    int at = allocate(count);
    System.arraycopy(source, from, bytes, at, count);
  }
}
