package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Statistics of pairs {@code (y, x)} of numbers, by the method of Youngs and Cramer: sums of both,
 * and of their squared distances and products of distances from the means.
 */
final class PairAccumulator extends RowAccumulator {
  private static final int STATE = 6;

  private final AggregateFunction function;
  private final int y;
  private final int x;

  /** For each group: count, sum of x, of its squares, sum of y, of its squares, of products. */
  private double[] state = {};

  PairAccumulator(AggregateFunction function, RowArguments arguments) {
    this.function = function;
    y = arguments.columns().get(0);
    x = arguments.columns().get(1);
  }

  @Override
  public int bytesPerGroup() {
    return STATE * Double.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {
    state = Arrays.copyOf(state, newCapacity * STATE);
  }

  @Override
  public void addRows(Batch batch, int[] rows, int[] groups, int count) {
    Vector ys = batch.column(y);
    Vector xs = batch.column(x);
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (!ys.isNull(row) && !xs.isNull(row)) {
        addPair(groups[k] * STATE, number(ys, row), number(xs, row));
      }
    }
  }

  private void addPair(int at, double newY, double newX) {
    double count = state[at] + 1;
    double sumX = state[at + 1] + newX;
    double sumY = state[at + 3] + newY;
    if (count > 1) {
      double distanceX = newX * count - sumX;
      double distanceY = newY * count - sumY;
      double scale = 1 / (count * state[at]);
      state[at + 2] += distanceX * distanceX * scale;
      state[at + 4] += distanceY * distanceY * scale;
      state[at + 5] += distanceX * distanceY * scale;
      Doubles.checkSum(state[at + 1], newX, sumX);
      Doubles.checkSum(state[at + 3], newY, sumY);
    } else if (!Double.isFinite(newX) || !Double.isFinite(newY)) {
      state[at + 2] = Double.isFinite(newX) ? 0 : Double.NaN;
      state[at + 4] = Double.isFinite(newY) ? 0 : Double.NaN;
      state[at + 5] = Double.NaN;
    }
    state[at] = count;
    state[at + 1] = sumX;
    state[at + 3] = sumY;
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      int at = group * STATE;
      if (function == AggregateFunction.REGR_COUNT) {
        ((LongVector) result).set(group - from, (long) state[at]);
        continue;
      }
      Double value = value(at);
      if (value == null) {
        result.setNull(group - from);
      } else {
        ((DoubleVector) result).set(group - from, value);
      }
    }
  }

  /** The statistic; null where there are too few pairs, or all have the same place. */
  private @Nullable Double value(int at) {
    double count = state[at];
    double sumX = state[at + 1];
    double squaresX = state[at + 2];
    double sumY = state[at + 3];
    double squaresY = state[at + 4];
    double products = state[at + 5];
    if (count < 1 || (function == AggregateFunction.COVAR_SAMP && count < 2)) {
      return null;
    }
    return switch (function) {
      case COVAR_POP -> products / count;
      case COVAR_SAMP -> products / (count - 1);
      case CORR ->
          squaresX == 0 || squaresY == 0 ? null : products / Math.sqrt(squaresX * squaresY);
      case REGR_AVGX -> sumX / count;
      case REGR_AVGY -> sumY / count;
      case REGR_SXX -> squaresX;
      case REGR_SYY -> squaresY;
      case REGR_SXY -> products;
      case REGR_SLOPE -> squaresX == 0 ? null : products / squaresX;
      case REGR_INTERCEPT -> squaresX == 0 ? null : (sumY - sumX * products / squaresX) / count;
      case REGR_R2 -> {
        if (squaresX == 0) {
          yield null;
        }
        yield squaresY == 0 ? 1.0 : products * products / (squaresX * squaresY);
      }
      default -> throw new IllegalStateException(function.name());
    };
  }
}
