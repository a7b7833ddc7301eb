package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Sums and averages of floating point numbers, added up in the order of their coming; 22003 if a
 * sum of finite numbers overflows.
 */
final class DoubleSumAccumulator extends Accumulator {
  private final boolean average;
  private final boolean zeroIfEmpty;

  /** Whether sums are FLOAT32, and rounded at each step as PostgreSQL does it. */
  private final boolean single;

  private final NullCounts counts;
  private double[] sums = {};

  DoubleSumAccumulator(boolean average, boolean zeroIfEmpty, boolean single, GroupCounts rows) {
    this.average = average;
    this.zeroIfEmpty = zeroIfEmpty;
    this.single = single;
    counts = new NullCounts(rows);
  }

  @Override
  public int bytesPerGroup() {
    return Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    sums = Arrays.copyOf(sums, newCapacity);
    counts.grow(newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    DoubleVector doubles = (DoubleVector) present(argument);
    counts.add(doubles, rows, groups, count, capacity());
    double[] values = doubles.values();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!doubles.isNull(row)) {
        addDouble(groups[k], values[row]);
      }
    }
  }

  private void addDouble(int group, double value) {
    double before = sums[group];
    double sum = before + value;
    sums[group] = single ? (float) sum : sum;
    if (!(Math.abs(sums[group]) <= Double.MAX_VALUE)) {
      Doubles.checkSum(before, value, sums[group]);
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    double[] out = ((DoubleVector) result).values();
    for (int group = from; group < to; group++) {
      long count = counts.present(group);
      if (count == 0 && !zeroIfEmpty) {
        result.setNull(group - from);
      } else {
        out[group - from] = average ? sums[group] / count : sums[group];
      }
    }
  }
}
