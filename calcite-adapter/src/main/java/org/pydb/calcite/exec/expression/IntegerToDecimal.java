package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.util.List;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** An integer as a decimal. */
final class IntegerToDecimal extends Expression {

  IntegerToDecimal(Expression operand, ColumnType type) {
    super(type, List.of(operand));
  }

  @Override
  protected String name() {
    return "cast_" + type();
  }

  @Override
  public Evaluator evaluator() {
    return new IntegerToDecimalEvaluator(type(), operandEvaluators());
  }

  private static final class IntegerToDecimalEvaluator extends Evaluator {
    private final ColumnType type;
    private final DecimalVector result;

    /** Integers up to this become a valid long by one multiplication. */
    private final long limit;

    private final long factor;

    IntegerToDecimalEvaluator(ColumnType type, Evaluator[] operands) {
      super(operands);
      this.type = type;
      result = (DecimalVector) Vector.of(type);
      int digits = Math.min(18, type.precision()) - type.scale();
      boolean plain = !result.hasOwnScales() && type.scale() <= 18 && digits >= 0;
      factor = plain ? Decimals.powerOfTen(type.scale()) : 0;
      limit = plain ? Decimals.powerOfTen(digits) - 1 : -1;
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      LongVector operand = (LongVector) operand(0).evaluate(batch, rows, count);
      result.reset(batch.size());
      result.takeNulls(operand, rows, count);
      long[] in = operand.values();
      long[] out = result.values();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        long value = in[row];
        if (value >= -limit && value <= limit) {
          out[row] = value * factor;
        } else if (!operand.isNull(row)) {
          NumberCasts.store(BigDecimal.valueOf(value), type, row, result);
        }
      }
      return result;
    }
  }
}
