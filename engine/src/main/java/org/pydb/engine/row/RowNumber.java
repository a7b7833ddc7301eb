package org.pydb.engine.row;

import org.pydb.engine.bytes.Bytes;

/**
 * Fixed-width numbers in rows: big-endian, two's complement or IEEE 754, as they are. Stateless.
 *
 * <pre>
 * BOOLEAN   true → 01
 * INT16       -2 → FF FE
 * FLOAT32    1.0 → 3F 80 00 00
 * </pre>
 */
final class RowNumber {
  private RowNumber() {}

  static void putLong(byte[] bytes, int at, int width, long value) {
    switch (width) {
      case 1 -> bytes[at] = (byte) value;
      case 2 -> Bytes.putShort(bytes, at, (int) value);
      case 4 -> Bytes.putInt(bytes, at, (int) value);
      case 8 -> Bytes.putLong(bytes, at, value);
      default -> throw new IllegalArgumentException("no number of " + width + " bytes");
    }
  }

  static long getLong(byte[] bytes, int at, int width) {
    return switch (width) {
      case 1 -> bytes[at];
      case 2 -> (short) Bytes.getShort(bytes, at);
      case 4 -> Bytes.getInt(bytes, at);
      case 8 -> Bytes.getLong(bytes, at);
      default -> throw new IllegalArgumentException("no number of " + width + " bytes");
    };
  }

  static void putDouble(byte[] bytes, int at, int width, double value) {
    if (width == 4) {
      Bytes.putInt(bytes, at, Float.floatToRawIntBits((float) value));
    } else {
      Bytes.putLong(bytes, at, Double.doubleToRawLongBits(value));
    }
  }

  static double getDouble(byte[] bytes, int at, int width) {
    return width == 4
        ? Float.intBitsToFloat(Bytes.getInt(bytes, at))
        : Double.longBitsToDouble(Bytes.getLong(bytes, at));
  }
}
