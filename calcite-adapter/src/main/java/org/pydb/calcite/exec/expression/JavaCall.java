package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.JavaType;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.java.JavaValues;
import org.pydb.calcite.exec.vector.Vector;

/** A call of a function that an application has brought. Stateless. */
final class JavaCall {

  private JavaCall() {}

  /**
   * The call.
   *
   * @param turns taken by its callers one after the other; null if they need not
   */
  static Expression of(
      JavaFunction.Scalar function, @Nullable ReentrantLock turns, List<Expression> operands) {
    return new RowCall(
        function.name(),
        function.result().columnType(),
        operands,
        context -> (in, row, out) -> compute(function, turns, context, in, row, out),
        !function.takesNulls());
  }

  private static void compute(
      JavaFunction.Scalar function,
      @Nullable ReentrantLock turns,
      EvaluationContext context,
      Arguments in,
      int row,
      Vector out) {
    context.checkCanceled();
    @Nullable Object[] arguments = new Object[in.count()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = JavaValues.get(function.parameters().get(i), in.vector(i), row);
    }
    Object value = turns == null ? call(function, arguments) : inTurn(function, turns, arguments);
    JavaType type = function.result();
    if (value != null && !type.javaClass().isInstance(value)) {
      throw new SqlError(
          "38000",
          "function "
              + function.signature()
              + " gave a "
              + value.getClass().getName()
              + " instead of a "
              + type.javaClass().getName());
    }
    JavaValues.set(type, out, row, value);
  }

  private static @Nullable Object inTurn(
      JavaFunction.Scalar function, ReentrantLock turns, @Nullable Object[] arguments) {
    turns.lock();
    try {
      return call(function, arguments);
    } finally {
      turns.unlock();
    }
  }

  private static @Nullable Object call(JavaFunction.Scalar function, @Nullable Object[] arguments) {
    try {
      return function.body().call(arguments);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlError("57014", "function " + function.signature() + " was interrupted", e);
    } catch (Exception | StackOverflowError e) {
      throw new SqlError("38000", "function " + function.signature() + " failed: " + e, e);
    }
  }
}
