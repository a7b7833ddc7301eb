package org.pydb.calcite.exec.window;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.value.Doubles;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;

/**
 * Sums, averages and variances of the floating point numbers of a frame. Parts are put together
 * instead of being taken away from each other, so that no digits are lost and an infinity that has
 * left the frame leaves nothing behind.
 */
final class FrameDoubles extends FrameParts<FrameDoubles.Part> {
  private static final long BLOCK_BYTES = 48;

  /**
   * What some numbers add up to.
   *
   * @param squares the sum of the squares of their distances from their average
   * @param isFinite whether all of them are finite; their sum then has to be, too
   */
  record Part(long count, double sum, double squares, boolean isFinite) {}

  private final boolean isSingle;

  FrameDoubles(WindowCall call, WindowRows rows) {
    super(call, rows, BLOCK_BYTES);
    isSingle = call.type().kind() == ColumnKind.FLOAT32;
  }

  @Override
  public @Nullable Part of(int row) {
    WindowColumn values = rows.column(column);
    if (values.isNull(row)) {
      return null;
    }
    double value = values.getDouble(row);
    boolean isFinite = Math.abs(value) <= Double.MAX_VALUE;
    return new Part(1, value, isFinite ? 0 : Double.NaN, isFinite);
  }

  @Override
  public Part merged(Part left, Part right) {
    double sum = left.sum + right.sum;
    sum = isSingle ? (float) sum : sum;
    long count = left.count + right.count;
    double apart = left.sum / left.count - right.sum / right.count;
    double squares =
        left.squares + right.squares + left.count * (apart * apart) * right.count / count;
    return new Part(count, sum, squares, left.isFinite && right.isFinite);
  }

  @Override
  void write(@Nullable Part part, Vector result, int position) {
    boolean isSample =
        function == AggregateFunction.VAR_SAMP || function == AggregateFunction.STDDEV_SAMP;
    if (part == null ? function != AggregateFunction.SUM_OR_ZERO : (isSample && part.count < 2)) {
      result.setNull(position);
    } else {
      ((DoubleVector) result).set(position, part == null ? 0 : value(part));
    }
  }

  private double value(Part part) {
    if (part.isFinite) {
      Doubles.checkSum(0, 0, part.sum);
    }
    return switch (function) {
      case AVG -> part.sum / part.count;
      case VAR_POP -> part.squares / part.count;
      case VAR_SAMP -> part.squares / (part.count - 1);
      case STDDEV_POP -> Math.sqrt(part.squares / part.count);
      case STDDEV_SAMP -> Math.sqrt(part.squares / (part.count - 1));
      default -> part.sum;
    };
  }
}
