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
 *
 * <p>As long as values are small, the loop adds up plain longs. A bound says how far from zero any
 * of these sums can be; before it reaches the end of the longs, they are moved to the 128-bit sums.
 */
final class LongSumAccumulator extends Accumulator {
  /** Values of at most so many bits are small: a batch of them adds at most 50 bits to a sum. */
  private static final int SMALL_BITS = 40;

  private final DecimalResult form;
  private final int scale;
  private final ColumnType type;
  private final NullCounts counts;

  /** Of each group the recent sum. */
  private long[] sums = {};

  /** No recent sum is beyond this, in either direction. */
  private long bound;

  // Of each group the earlier sum, as high * 2^64 + low with an unsigned low; empty until needed.
  private long[] highs = {};
  private long[] lows = {};

  /** What does not fit longs; null until such a value comes. */
  private @Nullable BigDecimal @Nullable [] bigs;

  /**
   * Empty sums.
   *
   * @param scale of the arguments; 0 for integers
   * @param type of the result
   */
  LongSumAccumulator(DecimalResult form, int scale, ColumnType type, GroupCounts rows) {
    this.form = form;
    this.scale = scale;
    this.type = type;
    counts = new NullCounts(rows);
  }

  @Override
  public @Nullable Accumulator sharing(AggregateFunction function, ColumnType result) {
    DecimalResult other = DecimalResult.of(function);
    return other == null ? null : new SharedSum(this, other, result);
  }

  @Override
  public int bytesPerGroup() {
    return Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    sums = Arrays.copyOf(sums, newCapacity);
    counts.grow(newCapacity);
    if (highs.length > 0) {
      highs = Arrays.copyOf(highs, newCapacity);
      lows = Arrays.copyOf(lows, newCapacity);
    }
    if (bigs != null) {
      bigs = Arrays.copyOf(bigs, newCapacity);
    }
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    Vector vector = present(argument);
    counts.add(vector, rows, groups, count, capacity());
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
    int bits = bits(values, rows, count);
    if (bits > SMALL_BITS) {
      for (int k = 0; k < count; k++) {
        if (!vector.isNull(rows[k])) {
          addWide(groups[k], values[rows[k]]);
        }
      }
      return;
    }
    raiseBound((long) count << bits);
    if (vector.hasNulls()) {
      boolean[] nulls = vector.nulls();
      for (int k = 0; k < count; k++) {
        if (!nulls[rows[k]]) {
          sums[groups[k]] += values[rows[k]];
        }
      }
    } else {
      for (int k = 0; k < count; k++) {
        sums[groups[k]] += values[rows[k]];
      }
    }
  }

  /** The bits that the widest value has besides its sign; where a NULL lies, anything counts. */
  private static int bits(long[] values, int[] rows, int count) {
    long bits = 0;
    for (int k = 0; k < count; k++) {
      long value = values[rows[k]];
      bits |= value ^ (value >> 63);
    }
    return Long.SIZE - Long.numberOfLeadingZeros(bits);
  }

  private void raiseBound(long by) {
    if (bound > Long.MAX_VALUE - by) {
      for (int group = 0; group < sums.length; group++) {
        addWide(group, sums[group]);
        sums[group] = 0;
      }
      bound = 0;
    }
    bound += by;
  }

  private void addWide(int group, long value) {
    if (highs.length == 0) {
      highs = new long[sums.length];
      lows = new long[sums.length];
    }
    long low = lows[group];
    long sum = low + value;
    lows[group] = sum;
    // The sign of the value, and one more if the low half, taken as unsigned, wrapped around.
    highs[group] += (value >> 63) + (((low & value) | ((low | value) & ~sum)) >>> 63);
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
        addWide(groups[k], decimals.values()[row]);
      }
    }
  }

  private void addBig(int group, BigDecimal value) {
    @Nullable BigDecimal[] of = bigs;
    if (of == null) {
      of = new BigDecimal[capacity()];
      bigs = of;
    }
    BigDecimal sum = of[group];
    of[group] = sum == null ? value : sum.add(value);
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    LongSumAccumulator from = (LongSumAccumulator) other;
    counts.merge(from.counts, groups, count, capacity());
    raiseBound(from.bound);
    for (int g = 0; g < count; g++) {
      sums[groups[g]] += from.sums[g];
      if (from.highs.length > 0) {
        addWide(groups[g], from.lows[g]);
        // As a signed number the low half was less by 2^64 if its highest bit is set.
        highs[groups[g]] += from.highs[g] + (from.lows[g] >>> 63);
      }
      BigDecimal big = from.bigs == null ? null : from.bigs[g];
      if (big != null) {
        addBig(groups[g], big);
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    write(form, type, from, to, result);
  }

  /** Writes what a form makes of the sums. */
  void write(DecimalResult wanted, ColumnType resultType, int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      int row = group - from;
      long count = counts.present(group);
      if (count == 0 && !wanted.isZeroIfEmpty()) {
        result.setNull(row);
      } else if (result instanceof LongVector longs) {
        longs.values()[row] = checkedLong(group, resultType);
      } else {
        wanted.write(sum(group), count, resultType, (DecimalVector) result, row);
      }
    }
  }

  private long checkedLong(int group, ColumnType resultType) {
    boolean isWide = highs.length > 0;
    if (isWide) {
      addWide(group, sums[group]);
      sums[group] = 0;
    }
    long low = isWide ? lows[group] : sums[group];
    boolean overflow = isWide && highs[group] != low >> 63;
    if (overflow || !IntegerText.fits(low, resultType.kind())) {
      throw new SqlError("22003", IntegerText.typeName(resultType.kind()) + " out of range");
    }
    return low;
  }

  private BigDecimal sum(int group) {
    BigDecimal sum = BigDecimal.valueOf(sums[group], scale);
    if (highs.length > 0) {
      sum = sum.add(new BigDecimal(wide(highs[group], lows[group]), scale));
    }
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
