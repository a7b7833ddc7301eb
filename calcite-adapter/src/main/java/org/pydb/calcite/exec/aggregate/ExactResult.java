package org.pydb.calcite.exec.aggregate;

import java.math.BigDecimal;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Writes what an aggregate of exact numbers makes of their sums, for who adds up by itself. */
public final class ExactResult {

  private ExactResult() {}

  /**
   * Writes a result.
   *
   * @param function a sum, an average or one of the variances
   * @param sum of all values
   * @param squares the sum of their squares; only variances look at it
   * @param count how many there are
   */
  public static void write(
      AggregateFunction function,
      BigDecimal sum,
      BigDecimal squares,
      long count,
      ColumnType type,
      Vector result,
      int position) {
    DecimalResult form = DecimalResult.of(function);
    boolean isSample =
        function == AggregateFunction.VAR_SAMP || function == AggregateFunction.STDDEV_SAMP;
    boolean isRoot =
        function == AggregateFunction.STDDEV_POP || function == AggregateFunction.STDDEV_SAMP;
    boolean isZero = form != null && form.isZeroIfEmpty();
    if ((count == 0 && !isZero) || (isSample && count < 2)) {
      result.setNull(position);
    } else if (result instanceof LongVector longs) {
      longs.set(position, checked(sum, type));
    } else if (form != null) {
      form.write(sum, count, type, (DecimalVector) result, position);
    } else {
      DecimalVarianceAccumulator.write(
          DecimalVarianceAccumulator.variance(sum, squares, count, isSample, isRoot),
          type,
          (DecimalVector) result,
          position);
    }
  }

  private static long checked(BigDecimal sum, ColumnType type) {
    boolean isLong = sum.toBigInteger().bitLength() < Long.SIZE;
    if (!isLong || !IntegerText.fits(sum.longValue(), type.kind())) {
      throw new SqlError("22003", IntegerText.typeName(type.kind()) + " out of range");
    }
    return sum.longValue();
  }
}
