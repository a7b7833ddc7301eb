package org.pydb.calcite.exec.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Sums that pass through all their forms: plain longs, moved to 128 bits, wide from the start. */
class LongSumTest {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);
  private static final ColumnType NUMERIC = ColumnType.of(ColumnKind.NUMERIC);

  /** As many batches of the greatest small values as move plain sums to 128 bits at least once. */
  @Test
  void movesPlainSumsBeforeTheyOverflow() {
    assertThat(sumOfBatches((1L << 40) - 1, 20_000)).isEqualTo(product((1L << 40) - 1, 20_000));
    assertThat(sumOfBatches(-(1L << 40), 20_000)).isEqualTo(product(-(1L << 40), 20_000));
  }

  private static BigInteger product(long value, int batches) {
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(1024L * batches));
  }

  private static BigInteger sumOfBatches(long value, int batches) {
    GroupCounts counts = new GroupCounts();
    Accumulator sum = Accumulators.of(AggregateFunction.SUM, INT64, NUMERIC, counts);
    counts.ensureGroups(1);
    sum.ensureGroups(1);
    LongVector vector = new LongVector();
    vector.reset(1024);
    Arrays.fill(vector.values(), value);
    int[] groups = new int[1024];
    for (int i = 0; i < batches; i++) {
      counts.add(groups, 1024);
      sum.add(vector, Selection.ALL, groups, 1024);
    }
    DecimalVector result = new DecimalVector(DecimalVector.OWN_SCALES);
    result.reset(1);
    sum.write(0, 1, result);
    return result.get(0).toBigIntegerExact();
  }

  @Test
  void sumsValuesOfAllSizes() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      GroupCounts counts = new GroupCounts();
      Accumulator sum = Accumulators.of(AggregateFunction.SUM, INT64, NUMERIC, counts);
      BigInteger[] model = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
      counts.ensureGroups(3);
      sum.ensureGroups(3);
      for (int batch = 0; batch < 20; batch++) {
        int shift = random.nextInt(64);
        LongVector vector = new LongVector();
        vector.reset(100);
        int[] groups = new int[100];
        for (int row = 0; row < 100; row++) {
          groups[row] = random.nextInt(3);
          vector.set(row, random.nextLong() >> shift);
          model[groups[row]] = model[groups[row]].add(BigInteger.valueOf(vector.get(row)));
        }
        counts.add(groups, 100);
        sum.add(vector, Selection.ALL, groups, 100);
      }
      DecimalVector result = new DecimalVector(DecimalVector.OWN_SCALES);
      result.reset(3);
      sum.write(0, 3, result);
      for (int group = 0; group < 3; group++) {
        assertThat(result.get(group).toBigIntegerExact())
            .as("seed %d", seed)
            .isEqualTo(model[group]);
      }
    }
  }
}
