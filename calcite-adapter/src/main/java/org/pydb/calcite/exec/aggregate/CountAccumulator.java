package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Counts rows, or arguments that are not NULL if it is given an argument. */
final class CountAccumulator extends Accumulator {
  private final NullCounts counts;

  CountAccumulator(GroupCounts rows) {
    counts = new NullCounts(rows);
  }

  @Override
  public int bytesPerGroup() {
    return Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    counts.grow(newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    if (argument != null) {
      counts.add(argument, rows, groups, count, capacity());
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    counts.merge(((CountAccumulator) other).counts, groups, count, capacity());
  }

  @Override
  public void write(int from, int to, Vector result) {
    long[] out = ((LongVector) result).values();
    for (int group = from; group < to; group++) {
      out[group - from] = counts.present(group);
    }
  }
}
