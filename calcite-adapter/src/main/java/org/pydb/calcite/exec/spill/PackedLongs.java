package org.pydb.calcite.exec.spill;

import java.util.Arrays;

/**
 * Numbers as their distances from the least one, each in as few bytes as the greatest distance
 * takes. Stateless.
 *
 * <pre>
 *   1 byte    8 bytes   count × width bytes
 *   width     least     distances, unsigned          width is 0, 1, 2, 4 or 8
 * </pre>
 */
final class PackedLongs {
  private static final int HEAD = 1 + Long.BYTES;

  private PackedLongs() {}

  /** Writes the first numbers of an array. */
  static void write(long[] values, int count, ByteOutput output) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
    }
    int width = width(greatest - least);
    output.putByte(width);
    output.putLong(least);
    int at = output.allocate(count * width);
    byte[] to = output.bytes();
    switch (width) {
      case 0 -> {}
      case 1 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = (byte) (values[i] - least);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          ByteOutput.SHORT.set(to, at + 2 * i, (short) (values[i] - least));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          ByteOutput.INT.set(to, at + 4 * i, (int) (values[i] - least));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          ByteOutput.LONG.set(to, at + 8 * i, values[i] - least);
        }
      }
    }
  }

  /** The bytes that a distance takes: it is unsigned, and may have wrapped around. */
  private static int width(long distance) {
    if (distance == 0) {
      return 0;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(distance);
    return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }

  /**
   * Reads numbers.
   *
   * @return where they end
   */
  static int read(byte[] from, int start, long[] to, int count) {
    int width = from[start];
    long least = (long) ByteOutput.LONG.get(from, start + 1);
    int at = start + HEAD;
    switch (width) {
      case 0 -> Arrays.fill(to, 0, count, least);
      case 1 -> {
        for (int i = 0; i < count; i++) {
          to[i] = least + (from[at + i] & 0xFF);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          to[i] = least + ((short) ByteOutput.SHORT.get(from, at + 2 * i) & 0xFFFF);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          to[i] = least + ((int) ByteOutput.INT.get(from, at + 4 * i) & 0xFFFF_FFFFL);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          to[i] = least + (long) ByteOutput.LONG.get(from, at + 8 * i);
        }
      }
    }
    return at + count * width;
  }
}
