package org.pydb.calcite.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.ColumnType;

/**
 * The values of one column in a sample of rows, and what they tell of all rows. Not thread-safe.
 *
 * <p>The number of different values comes from how many of the sample occur in it only once:
 * estimator Duj1 of Haas and Stokes, "Estimating the Number of Classes in a Finite Population",
 * JASA 93 (1998). With {@code d} different values among {@code n} of {@code N}, {@code f} of them
 * once:
 *
 * <pre>
 *   n d / (n - f + f n / N)
 * </pre>
 *
 * <p>It needs no more than the sample. (HyperLogLog would need all rows.) Where values that are
 * alike lie side by side, as those of a leading key column do, a sample of pages sees too few
 * different ones; for such columns {@link TableAnalysis} asks their index.
 */
final class ColumnSample {

  /** The most common values and the parts of the histogram, at most. */
  private static final int LENGTH_MAX = 100;

  private final int column;
  private final ValueKey keys;
  private final List<byte[]> values = new ArrayList<>();
  private long width;
  private int nullCount;

  ColumnSample(int column, ColumnType type) {
    this.column = column;
    keys = new ValueKey(type);
  }

  int column() {
    return column;
  }

  /** Takes the value of a row; gives the bytes that it takes. */
  int add(Row row) {
    if (row.isNull(column)) {
      nullCount++;
      return 0;
    }
    if (row.isLarge(column)) {
      return 0; // Nobody compares such values, and their bytes are not here.
    }
    byte[] key = keys.of(row, column);
    values.add(key);
    width += keys.isCut(row, column) ? row.length(column) : key.length;
    return key.length;
  }

  /**
   * What the sample tells.
   *
   * @param rowCount how many rows there are
   * @param isComplete whether all of them are in the sample
   * @param knownDistinct how many different values there are, if that is known better; else NaN
   */
  ColumnStatistics statistics(double rowCount, boolean isComplete, double knownDistinct) {
    int size = values.size();
    double sampled = Math.max(1, size + nullCount);
    values.sort(Arrays::compareUnsigned);
    Runs runs = new Runs(values);
    double others = rowCount * size / sampled;
    double distinct = isComplete ? runs.count() : duj1(size, runs, others);
    if (!isComplete && !Double.isNaN(knownDistinct)) {
      distinct = Math.max(runs.count(), knownDistinct);
    }
    List<int[]> common = common(runs, isComplete, distinct);
    byte[][] commonKeys = new byte[common.size()][];
    double[] shares = new double[common.size()];
    for (int i = 0; i < shares.length; i++) {
      commonKeys[i] = values.get(common.get(i)[0]);
      shares[i] = common.get(i)[1] / sampled;
    }
    return new ColumnStatistics(
        nullCount / sampled,
        distinct,
        (double) width / Math.max(1, size),
        commonKeys,
        shares,
        bounds(common));
  }

  private static double duj1(int size, Runs runs, double all) {
    if (size == 0) {
      return 0;
    }
    double once = runs.once();
    double estimate = size * (double) runs.count() / (size - once + once * size / all);
    return Math.max(runs.count(), Math.min(estimate, all));
  }

  /** Equal values in a sorted sample. */
  private static final class Runs {
    final List<int[]> runs = new ArrayList<>();
    private int once;

    Runs(List<byte[]> sorted) {
      for (int i = 0; i < sorted.size(); ) {
        int first = i;
        while (i < sorted.size() && Arrays.equals(sorted.get(first), sorted.get(i))) {
          i++;
        }
        runs.add(new int[] {first, i - first});
        once += i - first == 1 ? 1 : 0;
      }
    }

    int count() {
      return runs.size();
    }

    int once() {
      return once;
    }
  }

  /**
   * The runs of values that are common enough to be listed: all if they are few and all are known,
   * else those that occur clearly more often than the average.
   */
  private List<int[]> common(Runs runs, boolean isComplete, double distinct) {
    boolean areAllKnown = isComplete || runs.once() == 0;
    boolean isShort = areAllKnown && runs.count() <= LENGTH_MAX;
    double average = values.size() / Math.max(1, distinct);
    double least = isShort ? 1 : Math.max(2, 1.25 * average);
    // A value that fills a part of the histogram by itself is better off here.
    least = Math.min(least, Math.max(2, (double) values.size() / LENGTH_MAX));
    double enough = isShort ? 1 : least;
    return runs.runs.stream()
        .filter(run -> run[1] >= enough && !keys.isCut(values.get(run[0])))
        .sorted((a, b) -> Integer.compare(b[1], a[1]))
        .limit(LENGTH_MAX)
        .toList();
  }

  private byte[][] bounds(List<int[]> common) {
    boolean[] isListed = new boolean[values.size()];
    common.forEach(run -> Arrays.fill(isListed, run[0], run[0] + run[1], true));
    List<byte[]> others = new ArrayList<>();
    for (int i = 0; i < isListed.length; i++) {
      if (!isListed[i]) {
        others.add(values.get(i));
      }
    }
    int parts = Math.min(LENGTH_MAX, others.size() - 1);
    if (parts < 1) {
      return new byte[0][];
    }
    byte[][] bounds = new byte[parts + 1][];
    for (int i = 0; i <= parts; i++) {
      bounds[i] = keys.head(others.get((int) ((long) i * (others.size() - 1) / parts)));
    }
    return bounds;
  }
}
