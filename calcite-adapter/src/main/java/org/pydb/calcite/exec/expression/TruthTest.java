package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.Locale;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** IS [NOT] NULL of any value, IS [NOT] TRUE and IS [NOT] FALSE of a condition. Never NULL. */
final class TruthTest extends Expression implements Negatable {

  /** What is asked for. */
  enum Kind {
    NULL,
    TRUE,
    FALSE
  }

  private final Kind kind;
  private final boolean wanted;

  /**
   * A test.
   *
   * @param wanted false for IS NOT
   */
  TruthTest(Kind kind, boolean wanted, Expression operand) {
    super(ColumnType.of(ColumnKind.BOOLEAN), List.of(operand));
    this.kind = kind;
    this.wanted = wanted;
  }

  @Override
  public Expression negated() {
    return new TruthTest(kind, !wanted, operands().get(0));
  }

  @Override
  protected String name() {
    return (wanted ? "is_" : "is_not_") + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Evaluator evaluator() {
    LongVector result = new LongVector();
    return new Evaluator(operandEvaluators()) {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        Vector operand = operand(0).evaluate(batch, rows, count);
        result.reset(batch.size());
        long[] out = result.values();
        for (int k = 0; k < count; k++) {
          int row = rows[k];
          out[row] = holds(operand, row) == wanted ? 1 : 0;
        }
        return result;
      }

      @Override
      public int select(Batch batch, int[] rows, int count, int[] selected) {
        Vector operand = operand(0).evaluate(batch, rows, count);
        int found = 0;
        for (int k = 0; k < count; k++) {
          int row = rows[k];
          selected[found] = row;
          found += holds(operand, row) == wanted ? 1 : 0;
        }
        return found;
      }
    };
  }

  private boolean holds(Vector operand, int row) {
    return switch (kind) {
      case NULL -> operand.isNull(row);
      case TRUE -> !operand.isNull(row) && ((LongVector) operand).get(row) != 0;
      case FALSE -> !operand.isNull(row) && ((LongVector) operand).get(row) == 0;
    };
  }
}
