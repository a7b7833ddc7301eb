package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Variances and standard deviations of floating point numbers by the method of Youngs and Cramer,
 * which adds up {@code (n x - sum)² / (n (n - 1))} and does not lose digits as sums of squares do.
 */
final class DoubleVarianceAccumulator extends Accumulator {
  private final boolean sample;
  private final boolean root;
  private double[] counts = {};
  private double[] sums = {};
  private double[] squares = {};

  DoubleVarianceAccumulator(boolean sample, boolean root) {
    this.sample = sample;
    this.root = root;
  }

  @Override
  public int bytesPerGroup() {
    return 3 * Double.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    counts = Arrays.copyOf(counts, newCapacity);
    sums = Arrays.copyOf(sums, newCapacity);
    squares = Arrays.copyOf(squares, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    DoubleVector doubles = (DoubleVector) present(argument);
    for (int k = 0; k < count; k++) {
      if (!doubles.isNull(rows[k])) {
        addDouble(groups[k], doubles.get(rows[k]));
      }
    }
  }

  private void addDouble(int group, double value) {
    double before = sums[group];
    double count = counts[group] + 1;
    double sum = before + value;
    if (count > 1) {
      double distance = value * count - sum;
      squares[group] += distance * distance / (count * (count - 1));
      Doubles.checkSum(before, value, sum);
      Doubles.checkSum(before, value, squares[group]);
    } else if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      squares[group] = Double.NaN;
    }
    counts[group] = count;
    sums[group] = sum;
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      double divisor = sample ? counts[group] - 1 : counts[group];
      if (divisor <= 0) {
        result.setNull(group - from);
      } else {
        double variance = squares[group] / divisor;
        ((DoubleVector) result).values()[group - from] = root ? Math.sqrt(variance) : variance;
      }
    }
  }
}
