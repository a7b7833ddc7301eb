package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** GREATEST and LEAST: the first or last of the operands that are not NULL, by their order. */
final class Extremum extends Expression {
  private final boolean greatest;

  /** A choice among operands of this type. */
  Extremum(boolean greatest, ColumnType type, List<Expression> operands) {
    super(type, operands);
    this.greatest = greatest;
  }

  @Override
  protected String name() {
    return greatest ? "greatest" : "least";
  }

  @Override
  public Evaluator evaluator() {
    return new ExtremumEvaluator(greatest, type(), operandEvaluators());
  }

  private static final class ExtremumEvaluator extends Evaluator {
    private final boolean greatest;
    private final Vector result;

    ExtremumEvaluator(boolean greatest, ColumnType type, Evaluator[] operands) {
      super(operands);
      this.greatest = greatest;
      result = Vector.of(type);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      result.reset(batch.size());
      result.copy(operand(0).evaluate(batch, rows, count), rows, count);
      for (int i = 1; i < operandCount(); i++) {
        take(operand(i).evaluate(batch, rows, count), rows, count);
      }
      return result;
    }

    private void take(Vector next, int[] rows, int count) {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (!next.isNull(row) && (result.isNull(row) || isBetter(next, row))) {
          result.repeat(next, row, row, row + 1);
        }
      }
    }

    private boolean isBetter(Vector next, int row) {
      int order = next.compare(row, result, row);
      return greatest ? order > 0 : order < 0;
    }

    @Override
    public void close() {
      super.close();
      result.release();
    }
  }
}
