package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** NOT of a condition that is no comparison: those are turned into their opposite instead. */
final class Negation extends Expression {

  Negation(Expression condition) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(condition));
  }

  @Override
  protected String name() {
    return "not";
  }

  @Override
  public Evaluator evaluator() {
    LongVector result = new LongVector();
    return new Evaluator(operandEvaluators()) {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        LongVector condition = (LongVector) operand(0).evaluate(batch, rows, count);
        result.reset(batch.size());
        result.takeNulls(condition, rows, count);
        long[] in = condition.values();
        long[] out = result.values();
        for (int k = 0; k < count; k++) {
          out[rows[k]] = in[rows[k]] ^ 1;
        }
        return result;
      }
    };
  }
}
