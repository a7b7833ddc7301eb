package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** An integer as the nearest floating point number. */
final class IntegerToDouble extends Expression {

  IntegerToDouble(Expression operand, ColumnType type) {
    super(type, List.of(operand));
  }

  @Override
  protected String name() {
    return "cast_" + type();
  }

  @Override
  public Evaluator evaluator() {
    boolean single = type().kind() == ColumnKind.FLOAT32;
    DoubleVector result = new DoubleVector();
    return new Evaluator(operandEvaluators()) {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        LongVector operand = (LongVector) operand(0).evaluate(batch, rows, count);
        result.reset(batch.size());
        result.takeNulls(operand, rows, count);
        convert(operand.values(), result.values(), rows, count, single);
        return result;
      }
    };
  }

  private static void convert(long[] in, double[] out, int[] rows, int count, boolean single) {
    if (single) {
      for (int k = 0; k < count; k++) {
        out[rows[k]] = (float) in[rows[k]];
      }
    } else {
      for (int k = 0; k < count; k++) {
        out[rows[k]] = in[rows[k]];
      }
    }
  }
}
