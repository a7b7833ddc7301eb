package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** An integer as one of a narrower kind: the same vector, once its values are checked. */
final class IntegerNarrowing extends Expression {

  IntegerNarrowing(Expression operand, ColumnType type) {
    super(type, List.of(operand));
  }

  @Override
  protected String name() {
    return "cast_" + type();
  }

  @Override
  public Evaluator evaluator() {
    ColumnKind kind = type().kind();
    return new Evaluator(operandEvaluators()) {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        LongVector vector = (LongVector) operand(0).evaluate(batch, rows, count);
        check(vector, kind, rows, count);
        return vector;
      }
    };
  }

  /** Throws 22003 if one of the values is out of the kind's range. */
  static void check(LongVector vector, ColumnKind kind, int[] rows, int count) {
    int shift = kind == ColumnKind.INT16 ? 48 : kind == ColumnKind.INT32 ? 32 : 0;
    long[] values = vector.values();
    long strays = 0;
    for (int k = 0; k < count; k++) {
      long value = values[rows[k]];
      strays |= value ^ (value << shift >> shift);
    }
    if (strays != 0) {
      // One of them may lie where a NULL is.
      for (int k = 0; k < count; k++) {
        if (!vector.isNull(rows[k]) && !IntegerText.fits(values[rows[k]], kind)) {
          throw NumberCasts.outOfRange(kind);
        }
      }
    }
  }
}
