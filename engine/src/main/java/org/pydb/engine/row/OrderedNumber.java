package org.pydb.engine.row;

import java.math.BigDecimal;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.ColumnType;

/**
 * Fixed-width numbers in keys: big-endian bytes that sort as the numbers do. Stateless.
 *
 * <pre>
 * whole numbers    the sign bit is flipped, so negative ones come first
 *                  INT16   -2 → 7F FE      -1 → 7F FF      0 → 80 00      1 → 80 01
 * BOOLEAN          one byte, no sign          false → 00      true → 01
 * floating point   IEEE 754: positive numbers sort as their bits do, negative ones in reverse;
 *                  so a positive number has its sign bit flipped, a negative one all its bits
 *                  FLOAT32 -1.0 → 40 7F FF FF      0.0 → 80 00 00 00      1.0 → BF 80 00 00
 * </pre>
 *
 * <p>Negative zero becomes zero and every NaN becomes one, which sorts above infinity: as SQL has
 * it, each equals itself.
 *
 * <p>A column that sorts in descending order holds inverted bytes. Readers undo that with {@code
 * mask}: 0, or -1 for inverted bytes.
 */
final class OrderedNumber {
  private OrderedNumber() {}

  static void putLong(ByteBuilder target, int width, long value) {
    switch (width) {
      case 1 -> target.putByte((int) value);
      case 2 -> target.putShort((int) value ^ 0x8000);
      case 4 -> target.putInt((int) value ^ Integer.MIN_VALUE);
      case 8 -> target.putLong(value ^ Long.MIN_VALUE);
      default -> throw new IllegalArgumentException("no number of " + width + " bytes");
    }
  }

  static long getLong(byte[] bytes, int at, int width, int mask) {
    long bits =
        switch (width) {
          case 1 -> bytes[at];
          case 2 -> Bytes.getShort(bytes, at);
          case 4 -> Bytes.getInt(bytes, at);
          case 8 -> Bytes.getLong(bytes, at);
          default -> throw new IllegalArgumentException("no number of " + width + " bytes");
        };
    return toLong(bits ^ mask, width);
  }

  /** The number whose bytes are the low {@code width} bytes of {@code bits}. */
  static long toLong(long bits, int width) {
    return switch (width) {
      case 1 -> bits & 0xFF;
      case 2 -> (short) (bits ^ 0x8000);
      case 4 -> (int) (bits ^ Integer.MIN_VALUE);
      default -> bits ^ Long.MIN_VALUE;
    };
  }

  /** Writes a decimal of more than 18 digits as the whole number of 16 bytes that it is. */
  static void putDecimal(ByteBuilder target, BigDecimal value, ColumnType type) {
    int at = target.skip(ScaledDecimal.WIDE);
    ScaledDecimal.putWide(target.array(), at, value, type);
    target.array()[at] ^= (byte) 0x80;
  }

  static BigDecimal getDecimal(byte[] bytes, int at, int scale, int mask) {
    long high = Bytes.getLong(bytes, at) ^ mask ^ Long.MIN_VALUE;
    long low = Bytes.getLong(bytes, at + 8) ^ mask;
    return ScaledDecimal.ofWide(high, low, scale);
  }

  static void putDouble(ByteBuilder target, int width, double value) {
    double number = value == 0 ? 0 : value; // negative zero
    if (width == 4) {
      int bits = Float.floatToIntBits((float) number);
      target.putInt(bits ^ (bits >> 31 | Integer.MIN_VALUE));
    } else {
      long bits = Double.doubleToLongBits(number);
      target.putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
    }
  }

  static double getDouble(byte[] bytes, int at, int width, int mask) {
    if (width == 4) {
      int ordered = Bytes.getInt(bytes, at) ^ mask;
      return Float.intBitsToFloat(ordered ^ (~ordered >> 31 | Integer.MIN_VALUE));
    }
    long ordered = Bytes.getLong(bytes, at) ^ mask;
    return Double.longBitsToDouble(ordered ^ (~ordered >> 63 | Long.MIN_VALUE));
  }
}
