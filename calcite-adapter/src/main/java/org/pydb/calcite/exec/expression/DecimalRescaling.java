package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A decimal as one of another precision and scale: rounded half away from zero; 22003 if it has too
 * many digits before the point.
 */
final class DecimalRescaling extends Expression {

  DecimalRescaling(Expression operand, ColumnType type) {
    super(type, List.of(operand));
  }

  @Override
  protected String name() {
    return "cast_" + type();
  }

  @Override
  public Evaluator evaluator() {
    return new RescalingEvaluator(operands().get(0).type(), type(), operandEvaluators());
  }

  private static final class RescalingEvaluator extends Evaluator {
    private final ColumnType type;
    private final DecimalVector result;

    /** Whether longs can be turned into longs by multiplying or dividing with a power of ten. */
    private final boolean plain;

    private final boolean up;
    private final long factor;

    /** The greatest value, by its absolute, that the plain way takes. */
    private final long limit;

    RescalingEvaluator(ColumnType from, ColumnType type, Evaluator[] operands) {
      super(operands);
      this.type = type;
      result = (DecimalVector) Vector.of(type);
      int shift = type.scale() - from.scale();
      boolean scaled = from.kind() == ColumnKind.DECIMAL && type.kind() == ColumnKind.DECIMAL;
      plain = scaled && Math.abs(shift) <= 18;
      up = shift >= 0;
      factor = plain ? Decimals.powerOfTen(Math.abs(shift)) : 1;
      limit = plain ? limit(Math.min(18, type.precision()), shift) : -1;
    }

    /** The greatest unscaled value that has at most so many digits after the shift. */
    private static long limit(int digits, int shift) {
      int digitsBefore = digits - shift;
      if (digitsBefore > 18) {
        return Long.MAX_VALUE;
      }
      long most = digitsBefore < 0 ? 0 : Decimals.powerOfTen(digitsBefore) - 1;
      // Rounding may carry into one more digit: leave the last values to the careful way.
      return shift < 0 ? most - Math.min(most, Decimals.powerOfTen(Math.min(18, -shift))) : most;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      DecimalVector operand = (DecimalVector) operand(0).evaluate(batch, rows, count);
      result.reset(batch.size());
      result.takeNulls(operand, rows, count);
      if (!plain || operand.hasBigs()) {
        rescaleCarefully(operand, rows, count);
        return result;
      }
      long[] in = operand.values();
      long[] out = result.values();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long value = in[row];
        if (value >= -limit && value <= limit) {
          out[row] = up ? value * factor : roundedQuotient(value, factor);
        } else if (!operand.isNull(row)) {
          NumberCasts.store(operand.get(row), type, row, result);
        }
      }
      return result;
    }

    private void rescaleCarefully(DecimalVector operand, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (!operand.isNull(row)) {
          NumberCasts.store(operand.get(row), type, row, result);
        }
      }
    }
  }

  /** The quotient rounded half away from zero. */
  static long roundedQuotient(long value, long divisor) {
    long quotient = value / divisor;
    long rest = Math.abs(value % divisor);
    return rest >= divisor - rest ? quotient + (value < 0 ? -1 : 1) : quotient;
  }
}
