package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.ColumnType;

/**
 * {@code DECIMAL(precision, scale)} as the whole number {@code value × 10^scale}: a {@code long} up
 * to 18 digits, two's complement in 16 bytes up to 38. Stateless.
 *
 * <pre>
 * DECIMAL(30,2)     1.50 → 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 96
 *                  -0.01 → FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF
 * </pre>
 */
final class ScaledDecimal {

  /** Bytes of a decimal of more than 18 digits. */
  static final int WIDE = 16;

  private ScaledDecimal() {}

  /**
   * The value with the scale of the type.
   *
   * @throws IllegalArgumentException if it has more digits than the type, before or after the point
   */
  static BigDecimal fit(BigDecimal value, ColumnType type) {
    if (value.scale() == type.scale() && value.precision() <= type.precision()) {
      return value;
    }
    if (value.signum() == 0) {
      return BigDecimal.valueOf(0, type.scale());
    }
    BigDecimal fitting = value.stripTrailingZeros();
    if (fitting.scale() <= type.scale()
        && fitting.precision() - (long) fitting.scale() <= type.precision() - type.scale()) {
      return fitting.setScale(type.scale());
    }
    throw new IllegalArgumentException(value + " does not fit " + type);
  }

  /** A decimal of at most 18 digits as a whole number. */
  static long toLong(BigDecimal value, ColumnType type) {
    return fit(value, type).unscaledValue().longValueExact();
  }

  /** Writes 16 bytes. */
  static void putWide(byte[] bytes, int at, BigDecimal value, ColumnType type) {
    BigInteger unscaled = fit(value, type).unscaledValue();
    long low = unscaled.longValue();
    long high = unscaled.bitLength() < Long.SIZE ? low >> 63 : unscaled.shiftRight(64).longValue();
    Bytes.putLong(bytes, at, high);
    Bytes.putLong(bytes, at + 8, low);
  }

  /** Reads 16 bytes. */
  static BigDecimal getWide(byte[] bytes, int at, int scale) {
    return ofWide(Bytes.getLong(bytes, at), Bytes.getLong(bytes, at + 8), scale);
  }

  /** The decimal whose whole number has these halves. */
  static BigDecimal ofWide(long high, long low, int scale) {
    if (high == low >> 63) {
      return BigDecimal.valueOf(low, scale);
    }
    byte[] unscaled = new byte[WIDE];
    Bytes.putLong(unscaled, 0, high);
    Bytes.putLong(unscaled, 8, low);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
