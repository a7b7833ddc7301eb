package org.pydb.calcite.exec.expression;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;

/**
 * Replaces calls whose operands are literals by their values. A call that fails, or that asks for
 * anything of its execution, is left as it is: it may stand where it is never evaluated.
 */
final class ConstantFolding {

  private ConstantFolding() {}

  /** A literal if the expression is constant, otherwise the expression. */
  static Expression fold(Expression expression) {
    if (expression instanceof Literal || !hasLiteralsOnly(expression)) {
      return expression;
    }
    try {
      return Literal.ofBoxed(expression.type(), evaluate(expression, NoContext.INSTANCE));
    } catch (SqlError | ContextNeeded e) {
      return expression;
    }
  }

  private static boolean hasLiteralsOnly(Expression expression) {
    return !expression.operands().isEmpty()
        && expression.operands().stream().allMatch(Literal.class::isInstance);
  }

  /** The value of an expression without columns, in a box. */
  static @Nullable Object evaluate(Expression expression, EvaluationContext context) {
    Batch oneRow = new Batch();
    oneRow.selectAll(1);
    Evaluator evaluator = expression.evaluator();
    evaluator.open(context);
    Object value = evaluator.evaluate(oneRow, Selection.ALL, 1).getObject(0);
    evaluator.close();
    return value;
  }

  private enum NoContext implements EvaluationContext {
    INSTANCE;

    @Override
    public ParameterValues parameters() {
      throw new ContextNeeded();
    }

    @Override
    public long statementMicros() {
      throw new ContextNeeded();
    }

    @Override
    public SessionZone zone() {
      throw new ContextNeeded();
    }

    /** What takes long is left to an execution, which can be cancelled. */
    @Override
    public void checkCanceled() {
      throw new ContextNeeded();
    }

    @Override
    public SessionAccess session() {
      throw new ContextNeeded();
    }

    @Override
    public Object literal(int number) {
      throw new ContextNeeded();
    }
  }

  private static final class ContextNeeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    ContextNeeded() {
      super("the execution is not known yet", null, false, false);
    }
  }
}
