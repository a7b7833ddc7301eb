package org.pydb.calcite.exec.aggregate;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Sums and averages of decimals whose scales differ. */
final class NumericSumAccumulator extends Accumulator {
  private final DecimalResult form;
  private final ColumnType type;
  private @Nullable BigDecimal[] sums = {};
  private long[] counts = {};

  /** Empty sums whose results are of this type. */
  NumericSumAccumulator(DecimalResult form, ColumnType type) {
    this.form = form;
    this.type = type;
  }

  @Override
  public int bytesPerGroup() {
    return 96;
  }

  @Override
  protected void grow(int newCapacity) {
    sums = Arrays.copyOf(sums, newCapacity);
    counts = Arrays.copyOf(counts, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    DecimalVector decimals = (DecimalVector) present(argument);
    for (int k = 0; k < count; k++) {
      if (!decimals.isNull(rows[k])) {
        BigDecimal value = decimals.get(rows[k]);
        BigDecimal sum = sums[groups[k]];
        sums[groups[k]] = sum == null ? value : sum.add(value);
        counts[groups[k]]++;
      }
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    NumericSumAccumulator from = (NumericSumAccumulator) other;
    for (int g = 0; g < count; g++) {
      BigDecimal more = from.sums[g];
      if (more != null) {
        BigDecimal sum = sums[groups[g]];
        sums[groups[g]] = sum == null ? more : sum.add(more);
        counts[groups[g]] += from.counts[g];
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      BigDecimal sum = sums[group];
      if (sum == null && !form.isZeroIfEmpty()) {
        result.setNull(group - from);
      } else {
        BigDecimal value = sum == null ? BigDecimal.ZERO : sum;
        form.write(value, counts[group], type, (DecimalVector) result, group - from);
      }
    }
  }
}
