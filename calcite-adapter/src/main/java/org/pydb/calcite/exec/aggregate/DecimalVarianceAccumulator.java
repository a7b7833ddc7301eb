package org.pydb.calcite.exec.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Variances and standard deviations of integers and decimals: from exact sums and sums of squares,
 * {@code (n Σx² - (Σx)²) / (n (n - 1))}.
 */
final class DecimalVarianceAccumulator extends Accumulator {
  private final boolean sample;
  private final boolean root;
  private final ColumnType type;
  private @Nullable BigDecimal[] sums = {};
  private @Nullable BigDecimal[] squares = {};
  private long[] counts = {};

  DecimalVarianceAccumulator(boolean sample, boolean root, ColumnType type) {
    this.sample = sample;
    this.root = root;
    this.type = type;
  }

  @Override
  public int bytesPerGroup() {
    return 192;
  }

  @Override
  protected void grow(int newCapacity) {
    sums = Arrays.copyOf(sums, newCapacity);
    squares = Arrays.copyOf(squares, newCapacity);
    counts = Arrays.copyOf(counts, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    Vector vector = present(argument);
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!vector.isNull(row)) {
        BigDecimal value =
            vector instanceof LongVector longs
                ? BigDecimal.valueOf(longs.get(row))
                : ((DecimalVector) vector).get(row);
        addDecimal(groups[k], value);
      }
    }
  }

  private void addDecimal(int group, BigDecimal value) {
    BigDecimal sum = sums[group];
    BigDecimal square = squares[group];
    sums[group] = sum == null ? value : sum.add(value);
    squares[group] = square == null ? value.multiply(value) : square.add(value.multiply(value));
    counts[group]++;
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    DecimalVarianceAccumulator from = (DecimalVarianceAccumulator) other;
    for (int g = 0; g < count; g++) {
      BigDecimal moreSum = from.sums[g];
      BigDecimal moreSquares = from.squares[g];
      if (moreSum != null && moreSquares != null) {
        int group = groups[g];
        BigDecimal sum = sums[group];
        BigDecimal square = squares[group];
        sums[group] = sum == null ? moreSum : sum.add(moreSum);
        squares[group] = square == null ? moreSquares : square.add(moreSquares);
        counts[group] += from.counts[g];
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      BigDecimal sum = sums[group];
      BigDecimal square = squares[group];
      if (sum == null || square == null || (sample && counts[group] < 2)) {
        result.setNull(group - from);
      } else {
        write(
            variance(sum, square, counts[group], sample, root),
            type,
            (DecimalVector) result,
            group - from);
      }
    }
  }

  /** The variance, or its root, of so many values with this sum and this sum of squares. */
  static BigDecimal variance(
      BigDecimal sum, BigDecimal square, long count, boolean sample, boolean root) {
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal numerator = n.multiply(square).subtract(sum.multiply(sum));
    if (numerator.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal divisor = n.multiply(sample ? BigDecimal.valueOf(count - 1) : n);
    int scale = Decimals.quotientScale(numerator, divisor);
    BigDecimal variance = Decimals.divide(numerator, divisor, scale);
    return root ? Decimals.squareRoot(variance, scale) : variance;
  }

  /** Writes a variance as a NUMERIC or DECIMAL. */
  static void write(BigDecimal value, ColumnType type, DecimalVector result, int row) {
    boolean ownScale = type.kind() == ColumnKind.NUMERIC;
    result.set(row, ownScale ? value : value.setScale(type.scale(), RoundingMode.HALF_UP));
  }
}
