package org.pydb.calcite.exec.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Sums and averages of integers and of decimals of a common scale, exact in 128 bits, which no
 * number of rows can overflow. Decimals that are no longs are summed beside them.
 */
final class LongSumAccumulator extends Accumulator {
  private final DecimalResult form;
  private final int scale;
  private final ColumnType type;

  // Of each group the sum, as high * 2^64 + low with an unsigned low, and the count.
  private long[] highs = {};
  private long[] lows = {};
  private long[] counts = {};

  /** What does not fit longs; null until such a value comes. */
  private @Nullable BigDecimal @Nullable [] bigs;

  /**
   * Empty sums.
   *
   * @param scale of the arguments; 0 for integers
   * @param type of the result
   */
  LongSumAccumulator(DecimalResult form, int scale, ColumnType type) {
    this.form = form;
    this.scale = scale;
    this.type = type;
  }

  @Override
  public int bytesPerGroup() {
    return 3 * Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    highs = Arrays.copyOf(highs, newCapacity);
    lows = Arrays.copyOf(lows, newCapacity);
    counts = Arrays.copyOf(counts, newCapacity);
    if (bigs != null) {
      bigs = Arrays.copyOf(bigs, newCapacity);
    }
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    Vector vector = present(argument);
    if (vector instanceof DecimalVector decimals) {
      if (decimals.hasBigs()) {
        addDecimals(decimals, rows, groups, count);
      } else {
        addLongs(decimals.values(), vector, rows, groups, count);
      }
    } else {
      addLongs(((LongVector) vector).values(), vector, rows, groups, count);
    }
  }

  private void addLongs(long[] values, Vector vector, int[] rows, int[] groups, int count) {
    if (vector.hasNulls()) {
      boolean[] nulls = vector.nulls();
      for (int k = 0; k < count; k++) {
        if (!nulls[rows[k]]) {
          addLong(groups[k], values[rows[k]]);
        }
      }
    } else {
      for (int k = 0; k < count; k++) {
        addLong(groups[k], values[rows[k]]);
      }
    }
  }

  private void addLong(int group, long value) {
    long low = lows[group];
    long sum = low + value;
    lows[group] = sum;
    // The sign of the value, and one more if the low half, taken as unsigned, wrapped around.
    highs[group] += (value >> 63) + (((low & value) | ((low | value) & ~sum)) >>> 63);
    counts[group]++;
  }

  private void addDecimals(DecimalVector decimals, int[] rows, int[] groups, int count) {
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (decimals.isNull(row)) {
        continue;
      }
      if (decimals.isBig(row)) {
        addBig(groups[k], decimals.get(row));
      } else {
        addLong(groups[k], decimals.values()[row]);
      }
    }
  }

  private void addBig(int group, BigDecimal value) {
    @Nullable BigDecimal[] sums = bigs;
    if (sums == null) {
      sums = new BigDecimal[counts.length];
      bigs = sums;
    }
    BigDecimal sum = sums[group];
    sums[group] = sum == null ? value : sum.add(value);
    counts[group]++;
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      int row = group - from;
      if (counts[group] == 0 && !form.isZeroIfEmpty()) {
        result.setNull(row);
      } else if (result instanceof LongVector longs) {
        longs.values()[row] = checkedLong(group);
      } else {
        form.write(sum(group), counts[group], type, (DecimalVector) result, row);
      }
    }
  }

  private long checkedLong(int group) {
    long low = lows[group];
    if (highs[group] != low >> 63 || !IntegerText.fits(low, type.kind())) {
      throw new SqlError("22003", IntegerText.typeName(type.kind()) + " out of range");
    }
    return low;
  }

  private BigDecimal sum(int group) {
    long low = lows[group];
    long high = highs[group];
    BigDecimal sum =
        high == low >> 63 ? BigDecimal.valueOf(low, scale) : new BigDecimal(wide(high, low), scale);
    BigDecimal big = bigs == null ? null : bigs[group];
    return big == null ? sum : sum.add(big);
  }

  private static BigInteger wide(long high, long low) {
    BigInteger unsignedLow = new BigInteger(Long.toUnsignedString(low));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLow);
  }

  /** Whether sums of arguments of this type are kept here. */
  static boolean takes(ColumnType argument) {
    return switch (argument.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> argument.kind() == ColumnKind.DECIMAL;
    };
  }
}
