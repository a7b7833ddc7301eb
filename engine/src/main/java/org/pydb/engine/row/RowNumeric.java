package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.LimitException;

/**
 * {@code NUMERIC} in rows: any scale, kept as written, so that 1.5 and 1.50 stay what they are.
 * Stateless.
 *
 * <pre>
 * offset  size
 * 0       2     scale, signed
 * 2       1–n   the whole number value × 10^scale: two's complement, in as few bytes as it takes
 *
 * 1.50  → 00 02 00 96
 * -1E+3 → FF FD FF
 * </pre>
 */
final class RowNumeric {

  /** The most digits behind the point, and the most zeros that a negative scale may add. */
  static final int SCALE_MAX = 16_383;

  /** The most bytes of the whole number, which has some 147,000 digits then. */
  static final int UNSCALED_LENGTH_MAX = 61_440;

  private static final int UNSCALED_AT = 2;

  private RowNumeric() {}

  /** The value, if it is within the limits. */
  static BigDecimal check(BigDecimal value) {
    if (Math.abs((long) value.scale()) > SCALE_MAX) {
      throw new LimitException(
          "a NUMERIC of scale " + value.scale() + ": expected at most " + SCALE_MAX);
    }
    int length = unscaledLength(value.unscaledValue());
    if (length > UNSCALED_LENGTH_MAX) {
      throw new LimitException(
          "a NUMERIC of " + length + " bytes: expected at most " + UNSCALED_LENGTH_MAX);
    }
    return value;
  }

  /** How many bytes {@link #put} writes. */
  static int length(BigDecimal value) {
    return UNSCALED_AT + unscaledLength(value.unscaledValue());
  }

  static void put(ByteBuilder target, BigDecimal value) {
    target.putShort(value.scale());
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      putShortest(target, unscaled.longValue(), unscaledLength(unscaled));
    } else {
      target.put(unscaled.toByteArray());
    }
  }

  static BigDecimal get(byte[] bytes, int from, int length) {
    int unscaledLength = length - UNSCALED_AT;
    if (unscaledLength < 1 || unscaledLength > UNSCALED_LENGTH_MAX) {
      throw new CorruptionException(
          "a NUMERIC of " + length + " bytes: expected a scale and at least one byte of digits");
    }
    int scale = (short) Bytes.getShort(bytes, from);
    int at = from + UNSCALED_AT;
    if (unscaledLength > Long.BYTES) {
      return new BigDecimal(new BigInteger(bytes, at, unscaledLength), scale);
    }
    long unscaled = bytes[at]; // its sign
    for (int i = 1; i < unscaledLength; i++) {
      unscaled = unscaled << 8 | (bytes[at + i] & 0xFF);
    }
    return BigDecimal.valueOf(unscaled, scale);
  }

  private static int unscaledLength(BigInteger unscaled) {
    return unscaled.bitLength() / 8 + 1;
  }

  private static void putShortest(ByteBuilder target, long value, int length) {
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      target.putByte((int) (value >>> shift));
    }
  }
}
