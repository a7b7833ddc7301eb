package org.pydb.calcite.exec.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The hashes of keys of one or several columns, a column at a time. Values that compare as equal
 * have equal hashes: -0 and 0, and decimals of a NUMERIC key whatever their scales. Stateless.
 */
final class KeyHash {
  private static final int NULL_HASH = 0x2545F491;
  private static final int MULTIPLIER = 0x9E3779B1;

  private KeyHash() {}

  /**
   * Computes hashes.
   *
   * @param hashes where they go, by {@code k}: the hash of row {@code rows[k]}
   */
  static void hash(ColumnType[] types, Vector[] keys, int[] rows, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = 0;
    }
    for (int i = 0; i < keys.length; i++) {
      add(types[i], keys[i], rows, count, hashes);
    }
  }

  private static void add(ColumnType type, Vector vector, int[] rows, int count, int[] hashes) {
    if (vector instanceof LongVector longs) {
      addLongs(longs.values(), rows, count, hashes);
    } else if (vector instanceof BytesVector bytes) {
      addBytes(bytes, rows, count, hashes);
    } else if (vector instanceof DoubleVector doubles) {
      addDoubles(doubles.values(), rows, count, hashes);
    } else {
      addDecimals(type.kind() == ColumnKind.NUMERIC, (DecimalVector) vector, rows, count, hashes);
    }
    if (vector.hasNulls()) {
      boolean[] nulls = vector.nulls();
      for (int k = 0; k < count; k++) {
        // What was just added came from a position that holds anything: it must not count.
        hashes[k] = nulls[rows[k]] ? NULL_HASH : hashes[k];
      }
    }
  }

  private static int combine(int hash, int next) {
    return (Integer.rotateLeft(hash, 5) ^ next) * MULTIPLIER;
  }

  private static void addLongs(long[] values, int[] rows, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = combine(hashes[k], Hash.of(values[rows[k]]));
    }
  }

  private static void addDoubles(double[] values, int[] rows, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = combine(hashes[k], Hash.of(Hash.bits(values[rows[k]])));
    }
  }

  private static void addBytes(BytesVector bytes, int[] rows, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int hash =
          bytes.isNull(row) ? 0 : Hash.of(bytes.array(row), bytes.start(row), bytes.length(row));
      hashes[k] = combine(hashes[k], hash);
    }
  }

  private static void addDecimals(
      boolean anyScale, DecimalVector decimals, int[] rows, int count, int[] hashes) {
    long[] values = decimals.values();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int hash;
      if (decimals.isNull(row)) {
        hash = 0;
      } else if (decimals.isBig(row)) {
        hash = hashOfBig(decimals.get(row));
      } else {
        hash = anyScale ? hashOfValue(values[row], decimals.scale()) : Hash.of(values[row]);
      }
      hashes[k] = combine(hashes[k], hash);
    }
  }

  /** The hash of a number, the same for 1.5 and 1.50. */
  private static int hashOfValue(long unscaled, int scale) {
    if (unscaled == 0) {
      return Hash.of(0);
    }
    long rest = unscaled;
    int zeros = 0;
    while (rest % 10 == 0) {
      rest /= 10;
      zeros++;
    }
    return Hash.of(rest * 64 + scale - zeros);
  }

  private static int hashOfBig(BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      return hashOfValue(unscaled.longValue(), value.scale());
    }
    BigDecimal stripped = value.stripTrailingZeros();
    BigInteger digits = stripped.unscaledValue();
    return digits.bitLength() < Long.SIZE
        ? hashOfValue(digits.longValue(), stripped.scale())
        : Hash.of(digits.hashCode() * 64L + stripped.scale());
  }
}
