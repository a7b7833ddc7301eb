package org.pydb.calcite.function;

import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.type.ColumnTypes;

/** A function in Java that gives one value for a row, as the validator knows it. */
public final class JavaScalarOperator extends SqlFunction {
  private final JavaFunction.Scalar function;
  private final @Nullable ReentrantLock turns;

  JavaScalarOperator(JavaFunction.Scalar function) {
    super(
        function.name().toUpperCase(Locale.ROOT),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(ColumnTypes.toPlan(function.result().columnType(), true)),
        InferTypes.FIRST_KNOWN,
        new JavaOperands(function.parameters()),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.function = function;
    turns = function.isOneAtATime() ? new ReentrantLock() : null;
  }

  /** The function. */
  public JavaFunction.Scalar function() {
    return function;
  }

  /** What its callers take one after the other; null if they need not. */
  public @Nullable ReentrantLock turns() {
    return turns;
  }

  @Override
  public boolean isDeterministic() {
    return function.isDeterministic();
  }

  @Override
  public boolean isDynamicFunction() {
    return !function.isDeterministic();
  }
}
