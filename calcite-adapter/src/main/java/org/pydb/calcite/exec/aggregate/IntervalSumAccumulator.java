package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.IntervalArithmetic;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** Sums and averages of intervals: months, days and microseconds each by themselves. */
final class IntervalSumAccumulator extends Accumulator {
  private final boolean isAverage;
  private long[] months = {};
  private long[] days = {};
  private long[] micros = {};
  private long[] counts = {};

  IntervalSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  public int bytesPerGroup() {
    return 4 * Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    months = Arrays.copyOf(months, newCapacity);
    days = Arrays.copyOf(days, newCapacity);
    micros = Arrays.copyOf(micros, newCapacity);
    counts = Arrays.copyOf(counts, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    BytesVector intervals = (BytesVector) present(argument);
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!intervals.isNull(row)) {
        Interval value = Interval.read(intervals.array(row), intervals.start(row));
        add(groups[k], value.months(), value.days(), value.micros(), 1);
      }
    }
  }

  private void add(int group, long moreMonths, long moreDays, long moreMicros, long count) {
    months[group] += moreMonths;
    days[group] += moreDays;
    try {
      micros[group] = Math.addExact(micros[group], moreMicros);
    } catch (ArithmeticException e) {
      throw Interval.outOfRange();
    }
    counts[group] += count;
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    IntervalSumAccumulator from = (IntervalSumAccumulator) other;
    for (int g = 0; g < count; g++) {
      add(groups[g], from.months[g], from.days[g], from.micros[g], from.counts[g]);
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      if (counts[group] == 0) {
        result.setNull(group - from);
        continue;
      }
      Interval sum = Interval.of(months[group], days[group], micros[group]);
      Interval value = isAverage ? IntervalArithmetic.dividedBy(sum, (double) counts[group]) : sum;
      ((BytesVector) result).set(group - from, value.bytes(), 0, Interval.BYTES);
    }
  }
}
