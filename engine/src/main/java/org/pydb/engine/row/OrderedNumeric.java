package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CorruptionException;

/**
 * {@code NUMERIC} in keys: equal for equal values, whatever their scale, and sorted by value.
 * Stateless.
 *
 * <p>A positive value is written as {@code 0.d1d2d3d4… × 10^exponent} with {@code d1} not zero and
 * no trailing zeros: first the exponent, then the digits, two in a byte.
 *
 * <pre>
 * exponent   -60 … 60   one byte, C0 + exponent (84 … FC)
 *            above      FD and three bytes: exponent + 800000
 *            below      83 and three bytes: exponent + 800000
 * digits     each pair p of digits (the last one filled up with a zero) is the byte 2p + 1,
 *            the last pair 2p: an even byte ends the number
 *
 * zero       80
 * negative   the bytes of the positive value, inverted: 7C … 03 come before 80
 *
 * 0      → 80
 * 1.5    → C1 1E            0.15 × 10^1
 * 150    → C3 1E            0.15 × 10^3
 * 123.4  → C3 19 44         pairs 12 and 34: 2·12 + 1, 2·34
 * -1.5   → 3E E1
 * 1E+99  → FD 80 00 64 14   0.1 × 10^100
 * </pre>
 *
 * <p>Among equal exponents the digits decide, as in a dictionary: a number that ends sorts below
 * one that goes on with the same pair, since 2p is below 2p + 1.
 */
final class OrderedNumeric {
  private static final int ZERO = 0x80;
  private static final int EXPONENT_ZERO = 0xC0;
  private static final int EXPONENT_NEAR_MAX = 60;
  private static final int EXPONENT_ABOVE = 0xFD;
  private static final int EXPONENT_BELOW = 0x83;
  private static final int EXPONENT_BIAS = 0x80_0000;
  private static final int PAIR_MAX = 2 * 99 + 1;

  private OrderedNumeric() {}

  static void put(ByteBuilder target, BigDecimal value) {
    if (value.signum() == 0) {
      target.putByte(ZERO);
      return;
    }
    RowNumeric.check(value);
    int start = target.length();
    String digits = value.unscaledValue().abs().toString();
    putExponent(target, digits.length() - value.scale());
    putDigits(target, digits);
    if (value.signum() < 0) {
      invert(target.array(), start, target.length());
    }
  }

  private static void putExponent(ByteBuilder target, int exponent) {
    if (Math.abs(exponent) <= EXPONENT_NEAR_MAX) {
      target.putByte(EXPONENT_ZERO + exponent);
    } else {
      target.putByte(exponent > 0 ? EXPONENT_ABOVE : EXPONENT_BELOW);
      int biased = exponent + EXPONENT_BIAS;
      target.putByte(biased >> 16).putShort(biased);
    }
  }

  private static void putDigits(ByteBuilder target, String digits) {
    int count = digits.length();
    while (digits.charAt(count - 1) == '0') {
      count--;
    }
    for (int i = 0; i < count; i += 2) {
      int pair = 10 * (digits.charAt(i) - '0') + (i + 1 < count ? digits.charAt(i + 1) - '0' : 0);
      target.putByte(i + 2 < count ? 2 * pair + 1 : 2 * pair);
    }
  }

  private static void invert(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  /** The offset behind the number at {@code at}, or -1 if no number ends before {@code to}. */
  static int end(byte[] bytes, int at, int to, int mask) {
    if (at >= to) {
      return -1;
    }
    int head = (bytes[at] ^ mask) & 0xFF;
    if (head == ZERO) {
      return at + 1;
    }
    int signMask = head < ZERO ? ~mask : mask;
    for (int i = digitsAt(at, head); i < to; i++) {
      if (((bytes[i] ^ signMask) & 1) == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int digitsAt(int at, int head) {
    int positiveHead = head < ZERO ? ~head & 0xFF : head;
    return isNear(positiveHead) ? at + 1 : at + 4;
  }

  private static boolean isNear(int positiveHead) {
    return positiveHead != EXPONENT_ABOVE && positiveHead != EXPONENT_BELOW;
  }

  /** The number that lies between {@code at} and {@code end}, without trailing zeros. */
  static BigDecimal get(byte[] bytes, int at, int end, int mask) {
    int head = (bytes[at] ^ mask) & 0xFF;
    if (head == ZERO) {
      return BigDecimal.ZERO;
    }
    int signMask = head < ZERO ? ~mask : mask;
    int positiveHead = (bytes[at] ^ signMask) & 0xFF;
    int exponent = positiveHead - EXPONENT_ZERO;
    if (!isNear(positiveHead)) {
      exponent = -EXPONENT_BIAS;
      for (int i = 1; i <= 3; i++) {
        exponent += ((bytes[at + i] ^ signMask) & 0xFF) << (24 - 8 * i);
      }
    }
    byte[] digits = digits(bytes, digitsAt(at, head), end, signMask);
    BigInteger unscaled = new BigInteger(new String(digits, StandardCharsets.US_ASCII));
    BigDecimal value = new BigDecimal(unscaled, digits.length - exponent).stripTrailingZeros();
    return head < ZERO ? value.negate() : value;
  }

  private static byte[] digits(byte[] bytes, int from, int end, int signMask) {
    byte[] digits = new byte[2 * (end - from)];
    for (int i = from; i < end; i++) {
      int b = (bytes[i] ^ signMask) & 0xFF;
      if (b > PAIR_MAX) {
        throw new CorruptionException("a NUMERIC in a key has " + b + " where two digits belong");
      }
      digits[2 * (i - from)] = (byte) ('0' + b / 2 / 10);
      digits[2 * (i - from) + 1] = (byte) ('0' + b / 2 % 10);
    }
    return digits;
  }
}
