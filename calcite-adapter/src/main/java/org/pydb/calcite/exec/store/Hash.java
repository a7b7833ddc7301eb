package org.pydb.calcite.exec.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hash functions for tables whose size is a power of two: all bits of a result are mixed.
 * Stateless.
 */
public final class Hash {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long FINISHER = 0xD6E8FEB86659FD93L;

  private Hash() {}

  /** The hash of a number. */
  public static int of(long value) {
    long mixed = (value ^ value >>> 32) * FINISHER;
    mixed = (mixed ^ mixed >>> 32) * FINISHER;
    return (int) (mixed ^ mixed >>> 32);
  }

  /** Two words as one, from which neither can be told. */
  static long combine(long first, long second) {
    return (first * MULTIPLIER ^ Long.rotateLeft(second, 32)) * FINISHER;
  }

  /** The hash of a run of bytes. */
  public static int of(byte[] bytes, int start, int length) {
    return of(wide(bytes, start, length));
  }

  /** A hash in 64 bits of a run of bytes, eight of them at a time. */
  static long wide(byte[] bytes, int start, int length) {
    long mixed = length * MULTIPLIER;
    int at = start;
    int end = start + length;
    while (end - at > Long.BYTES) {
      mixed = (mixed ^ (long) LONG.get(bytes, at)) * MULTIPLIER;
      mixed ^= mixed >>> 29;
      at += Long.BYTES;
    }
    mixed = (mixed ^ tail(bytes, at, end)) * FINISHER;
    return mixed ^ mixed >>> 32;
  }

  /** Up to seven bytes as a number, the first one lowest. */
  static long pack(byte[] bytes, int start, int length) {
    if (start + Long.BYTES <= bytes.length) {
      return (long) LONG.get(bytes, start) & ((1L << (8 * length)) - 1);
    }
    long packed = 0;
    for (int i = length - 1; i >= 0; i--) {
      packed = packed << 8 | (bytes[start + i] & 0xFF);
    }
    return packed;
  }

  /** The last one to eight bytes; zero if there are none. */
  private static long tail(byte[] bytes, int at, int end) {
    int left = end - at;
    if (left == Long.BYTES) {
      return (long) LONG.get(bytes, at);
    }
    if (left >= Integer.BYTES) {
      long low = (int) INT.get(bytes, at) & 0xFFFF_FFFFL;
      long high = (int) INT.get(bytes, end - Integer.BYTES);
      return low | high << 32;
    }
    if (left == 0) {
      return 0;
    }
    return (bytes[at] & 0xFF) | (bytes[at + left / 2] & 0xFF) << 8 | (bytes[end - 1] & 0xFF) << 16;
  }

  /** The bits of a double such that equal numbers have equal bits: one zero, one NaN. */
  public static long bits(double value) {
    return value == 0 ? 0 : Double.doubleToLongBits(value);
  }
}
