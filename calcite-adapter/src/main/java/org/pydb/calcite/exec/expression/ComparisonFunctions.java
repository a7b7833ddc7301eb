package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/** Binds comparisons to the kernel of the operands' kind. */
final class ComparisonFunctions {

  private ComparisonFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    put(binders, ScalarFunction.EQUALS, Comparison.EQUAL);
    put(binders, ScalarFunction.NOT_EQUALS, Comparison.NOT_EQUAL);
    put(binders, ScalarFunction.LESS, Comparison.LESS);
    put(binders, ScalarFunction.LESS_OR_EQUAL, Comparison.LESS_OR_EQUAL);
    put(binders, ScalarFunction.GREATER, Comparison.GREATER);
    put(binders, ScalarFunction.GREATER_OR_EQUAL, Comparison.GREATER_OR_EQUAL);
  }

  private static void put(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, Comparison comparison) {
    binders.put(function, (type, operands) -> bind(comparison, operands));
  }

  private static @Nullable Expression bind(Comparison comparison, List<Expression> operands) {
    if (operands.size() != 2) {
      return null;
    }
    return compare(comparison, operands.get(0), operands.get(1));
  }

  /** The comparison of two expressions; null if their types do not meet. */
  static @Nullable Expression compare(Comparison comparison, Expression left, Expression right) {
    ColumnType common = Coercion.common(List.of(left, right));
    if (common == null) {
      return null;
    }
    Expression a = Casts.cast(left, common, CastMode.EXPLICIT);
    Expression b = Casts.cast(right, common, CastMode.EXPLICIT);
    if (a == null || b == null) {
      return null;
    }
    // Kernels are fast with the constant on the right.
    return a instanceof Literal && !(b instanceof Literal)
        ? kernel(comparison.swapped(), b, a)
        : kernel(comparison, a, b);
  }

  private static Expression kernel(Comparison comparison, Expression left, Expression right) {
    return switch (left.type().kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          new LongComparison(comparison, left, right);
      case FLOAT32, FLOAT64 -> new DoubleComparison(comparison, left, right);
      case DECIMAL, NUMERIC -> new DecimalComparison(comparison, left, right);
      case UUID, CHAR, TEXT, BYTES -> new BytesComparison(comparison, left, right);
    };
  }
}
