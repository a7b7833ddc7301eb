package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Counts rows, or arguments that are not NULL if it is given an argument. */
final class CountAccumulator extends Accumulator {
  private long[] counts = {};

  @Override
  public int bytesPerGroup() {
    return Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    counts = Arrays.copyOf(counts, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    if (argument == null || !argument.hasNulls()) {
      for (int k = 0; k < count; k++) {
        counts[groups[k]]++;
      }
    } else {
      boolean[] nulls = argument.nulls();
      for (int k = 0; k < count; k++) {
        counts[groups[k]] += nulls[rows[k]] ? 0 : 1;
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    System.arraycopy(counts, from, ((LongVector) result).values(), 0, to - from);
  }
}
