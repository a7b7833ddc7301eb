package org.pydb.calcite.rex;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.SessionAccess;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;

/** Computes expressions while planning: those that use no column, no parameter and no clock. */
public final class ConstantValue {

  /** A value, or that there is none before execution. */
  public record Result(boolean isKnown, @Nullable Object value) {
    private static final Result UNKNOWN = new Result(false, null);
  }

  private ConstantValue() {}

  /**
   * The value of an expression without columns.
   *
   * @throws SqlError if the value cannot be computed, such as for a division by zero
   */
  public static Result of(Expression expression) {
    Batch oneRow = new Batch();
    oneRow.selectAll(1);
    Evaluator evaluator = expression.evaluator();
    try {
      evaluator.open(Planning.CONTEXT);
      return new Result(true, evaluator.evaluate(oneRow, Selection.ALL, 1).getObject(0));
    } catch (ExecutionNeeded e) {
      return Result.UNKNOWN;
    } finally {
      evaluator.close();
    }
  }

  /** There is no execution yet: whoever asks for one is told so. */
  private enum Planning implements EvaluationContext {
    CONTEXT;

    @Override
    public ParameterValues parameters() {
      throw new ExecutionNeeded();
    }

    @Override
    public long statementMicros() {
      throw new ExecutionNeeded();
    }

    @Override
    public SessionZone zone() {
      throw new ExecutionNeeded();
    }

    /** What takes long is left to an execution, which can be cancelled. */
    @Override
    public void checkCanceled() {
      throw new ExecutionNeeded();
    }

    @Override
    public SessionAccess session() {
      throw new ExecutionNeeded();
    }

    @Override
    public Object literal(int number) {
      throw new ExecutionNeeded();
    }
  }

  private static final class ExecutionNeeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExecutionNeeded() {
      super("not while planning", null, false, false);
    }
  }
}
