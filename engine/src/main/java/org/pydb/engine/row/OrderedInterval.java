package org.pydb.engine.row;

import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;

/**
 * Intervals in keys: their length with months of 30 days, as SQL compares them. Stateless.
 *
 * <pre>
 *  0        8                    16
 *  | days   | microseconds       |     big-endian, sign bits flipped; the microseconds are
 *                                      0 up to a day
 *
 * 1 mon                → 80 00 00 00 00 00 00 1E   80 00 00 00 00 00 00 00
 * 30 days              → the same
 * -00:00:00.000001     → 7F FF FF FF FF FF FF FF   80 00 00 14 1D D7 5F FF
 * </pre>
 *
 * <p>In rows an interval is months (4 bytes), days (4) and microseconds (8), each with its sign.
 */
final class OrderedInterval {
  static final int WIDTH = 16;

  private static final int DAYS_AT = 4;
  private static final int MICROS_AT = 8;
  private static final long DAYS_A_MONTH = 30;

  private OrderedInterval() {}

  static void put(ByteBuilder target, byte[] bytes, int from, int length) {
    if (length != WIDTH) {
      throw new IllegalArgumentException("an INTERVAL of " + length + " bytes");
    }
    long months = Bytes.getInt(bytes, from);
    long days = Bytes.getInt(bytes, from + DAYS_AT);
    long micros = Bytes.getLong(bytes, from + MICROS_AT);
    long wholeDays = DAYS_A_MONTH * months + days + Math.floorDiv(micros, LongRange.MICROS_PER_DAY);
    OrderedNumber.putLong(target, Long.BYTES, wholeDays);
    OrderedNumber.putLong(target, Long.BYTES, Math.floorMod(micros, LongRange.MICROS_PER_DAY));
  }

  static long days(byte[] bytes, int at) {
    return OrderedNumber.getLong(bytes, at, Long.BYTES, 0);
  }

  static long microsOfDay(byte[] bytes, int at) {
    return OrderedNumber.getLong(bytes, at + MICROS_AT, Long.BYTES, 0);
  }
}
