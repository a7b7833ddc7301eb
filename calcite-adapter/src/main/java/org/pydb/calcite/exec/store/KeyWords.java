package org.pydb.calcite.exec.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.pydb.calcite.exec.order.BytesOrder;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The values of one key column as words of 64 bits: equal values have equal words, and equal words
 * mostly mean equal values.
 *
 * <pre>
 * longs, doubles       the value; doubles with one zero and one NaN        exact
 * decimals of a scale  the unscaled value                                  exact, unless it is big
 * bytes, up to seven   the bytes, and their number in the highest byte     exact
 * bytes, more          a hash, and FF in the highest byte                  to be compared
 * bytes with an order  a hash, the same for equal values                   to be compared
 * NUMERIC              a hash of the number, the same for 1.5 and 1.50     to be compared
 * </pre>
 */
final class KeyWords {
  private static final int SHORT_BYTES_MAX = 7;
  private static final long HIGHEST_BYTE = 0xFFL << 56;

  private final boolean anyScale;
  private long[] words = {};
  private boolean exact;

  KeyWords(ColumnType type) {
    anyScale = type.kind() == ColumnKind.NUMERIC;
  }

  private KeyWords(boolean anyScale) {
    this.anyScale = anyScale;
  }

  /** The same, with words of its own. */
  KeyWords reader() {
    return new KeyWords(anyScale);
  }

  /** The words that {@link #fill} made, by {@code k}: of row {@code rows[k]}; 0 for NULL. */
  long[] words() {
    return words;
  }

  /** Whether equal words, one of them among those made last, mean equal values. */
  boolean isExact() {
    return exact;
  }

  /** Makes the words of some rows. */
  void fill(Vector vector, int[] rows, int count) {
    if (words.length < count) {
      words = new long[Math.max(count, 2 * words.length)];
    }
    if (vector instanceof LongVector longs) {
      fillLongs(longs.values(), rows, count);
    } else if (vector instanceof BytesVector bytes) {
      BytesOrder order = bytes.order();
      if (order == null) {
        fillBytes(bytes, rows, count);
      } else {
        fillOrdered(bytes, order, rows, count);
      }
    } else if (vector instanceof DoubleVector doubles) {
      fillDoubles(doubles.values(), rows, count);
    } else {
      fillDecimals((DecimalVector) vector, rows, count);
    }
    if (vector.hasNulls()) {
      boolean[] nulls = vector.nulls();
      for (int k = 0; k < count; k++) {
        words[k] = nulls[rows[k]] ? 0 : words[k];
      }
    }
  }

  private void fillLongs(long[] values, int[] rows, int count) {
    exact = true;
    for (int k = 0; k < count; k++) {
      words[k] = values[rows[k]];
    }
  }

  private void fillDoubles(double[] values, int[] rows, int count) {
    exact = true;
    for (int k = 0; k < count; k++) {
      words[k] = Hash.bits(values[rows[k]]);
    }
  }

  private void fillBytes(BytesVector bytes, int[] rows, int count) {
    boolean allShort = true;
    boolean nulls = bytes.hasNulls();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (nulls && bytes.isNull(row)) {
        continue;
      }
      int length = bytes.length(row);
      if (length <= SHORT_BYTES_MAX) {
        words[k] = Hash.pack(bytes.array(row), bytes.start(row), length) | (long) length << 56;
      } else {
        allShort = false;
        words[k] = Hash.wide(bytes.array(row), bytes.start(row), length) | HIGHEST_BYTE;
      }
    }
    exact = allShort;
  }

  private void fillOrdered(BytesVector bytes, BytesOrder order, int[] rows, int count) {
    exact = false;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!bytes.isNull(row)) {
        words[k] = order.word(bytes.array(row), bytes.start(row), bytes.length(row));
      }
    }
  }

  private void fillDecimals(DecimalVector decimals, int[] rows, int count) {
    exact = !anyScale && !decimals.hasBigs();
    long[] values = decimals.values();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (decimals.isNull(row)) {
        continue;
      }
      if (decimals.isBig(row)) {
        words[k] = wordOfBig(decimals.get(row));
      } else {
        words[k] = anyScale ? wordOfNumber(values[row], decimals.scale()) : values[row];
      }
    }
  }

  private static long wordOfNumber(long unscaled, int scale) {
    if (unscaled == 0) {
      return 0;
    }
    long rest = unscaled;
    int zeros = 0;
    while (rest % 10 == 0) {
      rest /= 10;
      zeros++;
    }
    return rest * 64 + scale - zeros;
  }

  private static long wordOfBig(BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      return wordOfNumber(unscaled.longValue(), value.scale());
    }
    BigDecimal stripped = value.stripTrailingZeros();
    BigInteger digits = stripped.unscaledValue();
    return digits.bitLength() < Long.SIZE
        ? wordOfNumber(digits.longValue(), stripped.scale())
        : digits.hashCode() * 64L + stripped.scale();
  }
}
