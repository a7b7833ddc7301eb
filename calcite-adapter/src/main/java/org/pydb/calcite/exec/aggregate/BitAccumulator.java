package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** BIT_AND, BIT_OR and BIT_XOR of integers. */
final class BitAccumulator extends Accumulator {
  private final AggregateFunction function;
  private long[] values = {};
  private boolean[] seen = {};

  BitAccumulator(AggregateFunction function) {
    this.function = function;
  }

  @Override
  public int bytesPerGroup() {
    return Long.BYTES + 1;
  }

  @Override
  protected void grow(int newCapacity) {
    values = Arrays.copyOf(values, newCapacity);
    seen = Arrays.copyOf(seen, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    LongVector longs = (LongVector) present(argument);
    for (int k = 0; k < count; k++) {
      if (!longs.isNull(rows[k])) {
        int group = groups[k];
        long value = longs.get(rows[k]);
        values[group] = seen[group] ? combine(values[group], value) : value;
        seen[group] = true;
      }
    }
  }

  private long combine(long a, long b) {
    return switch (function) {
      case BIT_AND -> a & b;
      case BIT_OR -> a | b;
      default -> a ^ b;
    };
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    BitAccumulator from = (BitAccumulator) other;
    for (int g = 0; g < count; g++) {
      if (from.seen[g]) {
        int group = groups[g];
        values[group] = seen[group] ? combine(values[group], from.values[g]) : from.values[g];
        seen[group] = true;
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      ((LongVector) result).values()[group - from] = values[group];
      if (!seen[group]) {
        result.setNull(group - from);
      }
    }
  }
}
