package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** MIN and MAX of values that are longs; BOOL_AND and BOOL_OR are the same of truth values. */
final class LongExtremumAccumulator extends Accumulator {
  private final boolean greatest;
  private long[] values = {};
  private boolean[] seen = {};

  LongExtremumAccumulator(boolean greatest) {
    this.greatest = greatest;
  }

  @Override
  public int bytesPerGroup() {
    return Long.BYTES + 1;
  }

  @Override
  protected void grow(int newCapacity) {
    int had = values.length;
    values = Arrays.copyOf(values, newCapacity);
    Arrays.fill(values, had, newCapacity, greatest ? Long.MIN_VALUE : Long.MAX_VALUE);
    seen = Arrays.copyOf(seen, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    LongVector longs = (LongVector) present(argument);
    long[] in = longs.values();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!longs.isNull(row)) {
        int group = groups[k];
        seen[group] = true;
        values[group] =
            greatest ? Math.max(values[group], in[row]) : Math.min(values[group], in[row]);
      }
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    LongExtremumAccumulator from = (LongExtremumAccumulator) other;
    for (int g = 0; g < count; g++) {
      if (from.seen[g]) {
        int group = groups[g];
        long value = from.values[g];
        seen[group] = true;
        values[group] = greatest ? Math.max(values[group], value) : Math.min(values[group], value);
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    long[] out = ((LongVector) result).values();
    for (int group = from; group < to; group++) {
      out[group - from] = values[group];
      if (!seen[group]) {
        result.setNull(group - from);
      }
    }
  }
}
