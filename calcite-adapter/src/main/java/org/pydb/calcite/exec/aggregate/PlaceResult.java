package org.pydb.calcite.exec.aggregate;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;

/** What is found at a place in the order of a group's values: percentiles, the most frequent. */
final class PlaceResult implements OrderedResult {
  private final AggregateFunction function;
  private final int value;

  /** The fraction of a percentile; {@code mode} has none. */
  private final int fraction;

  PlaceResult(AggregateFunction function, int[] arguments, int value) {
    this.function = function;
    this.value = value;
    fraction = function == AggregateFunction.MODE ? -1 : arguments[0];
  }

  @Override
  public int presentColumn() {
    return value;
  }

  @Override
  public void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at) {
    Vector values = kept[value];
    if (function == AggregateFunction.MODE) {
      result.gather(values, new int[] {mode(values, rows, begin, end)}, 1, at);
    } else if (kept[fraction].isNull(rows[begin])) {
      result.setNull(at);
    } else {
      double share = share(RowAccumulator.number(kept[fraction], rows[begin]));
      if (function == AggregateFunction.PERCENTILE_DISC) {
        int place = (int) Math.max(0, Math.ceil(share * (end - begin)) - 1);
        result.gather(values, new int[] {rows[begin + place]}, 1, at);
      } else {
        ((DoubleVector) result).set(at, between(values, rows, begin, share * (end - begin - 1)));
      }
    }
  }

  private static double share(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new SqlError("22003", "percentile value " + fraction + " is not between 0 and 1");
    }
    return fraction;
  }

  /** The value at a place, or between those on both sides of it. */
  private static double between(Vector values, int[] rows, int begin, double place) {
    int first = (int) Math.floor(place);
    int second = (int) Math.ceil(place);
    double low = RowAccumulator.number(values, rows[begin + first]);
    double high = RowAccumulator.number(values, rows[begin + second]);
    return first == second ? low : low + (place - first) * (high - low);
  }

  /** The first of the rows whose value is the most frequent. */
  private static int mode(Vector values, int[] rows, int begin, int end) {
    int best = begin;
    int bestCount = 0;
    int runBegin = begin;
    for (int i = begin; i < end; i++) {
      if (values.compare(rows[i], values, rows[runBegin]) != 0) {
        runBegin = i;
      }
      if (i - runBegin + 1 > bestCount) {
        bestCount = i - runBegin + 1;
        best = runBegin;
      }
    }
    return rows[best];
  }
}
