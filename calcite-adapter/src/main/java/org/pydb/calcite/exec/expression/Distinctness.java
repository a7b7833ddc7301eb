package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** IS [NOT] DISTINCT FROM: a comparison for which NULL is a value like any other. Never NULL. */
final class Distinctness extends Expression implements Negatable {
  private final boolean distinct;

  /**
   * A test of two operands of one kind.
   *
   * @param distinct false for IS NOT DISTINCT
   */
  Distinctness(boolean distinct, Expression left, Expression right) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(left, right));
    this.distinct = distinct;
  }

  @Override
  public Expression negated() {
    return new Distinctness(!distinct, operands().get(0), operands().get(1));
  }

  @Override
  protected String name() {
    return distinct ? "is_distinct_from" : "is_not_distinct_from";
  }

  @Override
  public Evaluator evaluator() {
    LongVector result = new LongVector();
    return new Evaluator(operandEvaluators()) {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        Vector left = operand(0).evaluate(batch, rows, count);
        Vector right = operand(1).evaluate(batch, rows, count);
        result.reset(batch.size());
        for (int k = 0; k < count; k++) {
          int row = rows[k];
          result.set(row, isDistinct(left, right, row) == distinct ? 1 : 0);
        }
        return result;
      }
    };
  }

  private static boolean isDistinct(Vector left, Vector right, int row) {
    return (left.isNull(row) || right.isNull(row))
        ? left.isNull(row) != right.isNull(row)
        : left.compare(row, right, row) != 0;
  }
}
