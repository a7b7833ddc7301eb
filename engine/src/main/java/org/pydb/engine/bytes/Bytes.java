package org.pydb.engine.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Fixed-width, big-endian numbers in byte arrays, and comparison of byte ranges. Stateless. */
public final class Bytes {

  /** The empty array. */
  public static final byte[] EMPTY = {};

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** The unsigned byte at {@code offset}. */
  public static int getByte(byte[] bytes, int offset) {
    return bytes[offset] & 0xFF;
  }

  /** The unsigned 16-bit number at {@code offset}. */
  public static int getShort(byte[] bytes, int offset) {
    return (short) SHORT.get(bytes, offset) & 0xFFFF;
  }

  /** Writes the low 16 bits of {@code value}. */
  public static void putShort(byte[] bytes, int offset, int value) {
    SHORT.set(bytes, offset, (short) value);
  }

  /** The 32-bit number at {@code offset}. */
  public static int getInt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  /** Writes 32 bits. */
  public static void putInt(byte[] bytes, int offset, int value) {
    INT.set(bytes, offset, value);
  }

  /** The unsigned 48-bit number at {@code offset}. */
  public static long getLong48(byte[] bytes, int offset) {
    return (long) getShort(bytes, offset) << 32 | (getInt(bytes, offset + 2) & 0xFFFF_FFFFL);
  }

  /** Writes the low 48 bits of {@code value}. */
  public static void putLong48(byte[] bytes, int offset, long value) {
    putShort(bytes, offset, (int) (value >>> 32));
    putInt(bytes, offset + 2, (int) value);
  }

  /** The 64-bit number at {@code offset}. */
  public static long getLong(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  /** Writes 64 bits. */
  public static void putLong(byte[] bytes, int offset, long value) {
    LONG.set(bytes, offset, value);
  }

  /** Compares two ranges as unsigned bytes; a proper prefix is less. */
  public static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    return Arrays.compareUnsigned(a, aFrom, aTo, b, bFrom, bTo);
  }

  /** The length of the common prefix of two ranges. */
  public static int commonPrefix(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int mismatch = Arrays.mismatch(a, aFrom, aTo, b, bFrom, bTo);
    return mismatch < 0 ? aTo - aFrom : mismatch;
  }

  /** Whether all bytes of the range are zero. */
  public static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
