package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Binds the operations of arithmetic. They are computed in the widest family among the operands and
 * the wanted result, integers before decimals before floating point, and then cast to what is
 * wanted. Stateless.
 */
final class ArithmeticFunctions {

  private ArithmeticFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.ADD, operation(Arithmetic.ADD));
    binders.put(ScalarFunction.SUBTRACT, operation(Arithmetic.SUBTRACT));
    binders.put(ScalarFunction.MULTIPLY, operation(Arithmetic.MULTIPLY));
    binders.put(ScalarFunction.DIVIDE, operation(Arithmetic.DIVIDE));
    binders.put(ScalarFunction.MODULO, operation(Arithmetic.MODULO));
  }

  private static Binder operation(Arithmetic operation) {
    return (type, operands) -> {
      if (operands.size() != 2) {
        return null;
      }
      Expression left = operands.get(0);
      Expression right = operands.get(1);
      if (left.type().kind() == ColumnKind.DATE) {
        return onDate(operation, type, left, right);
      }
      Expression computed = compute(operation, type, left, right);
      return computed == null ? null : Casts.result(computed, type);
    };
  }

  private static @Nullable Expression compute(
      Arithmetic operation, @Nullable ColumnType type, Expression left, Expression right) {
    ColumnType common = Coercion.common(List.of(left, right));
    if (common == null || !Coercion.isNumber(common)) {
      return null;
    }
    if (common.isDouble() || (type != null && type.isDouble())) {
      return onDoubles(operation, common, left, right);
    }
    if (Coercion.isDecimal(common) || (type != null && Coercion.isDecimal(type))) {
      return onDecimals(operation, type, left, right);
    }
    return onIntegers(operation, type, common, left, right);
  }

  private static @Nullable Expression onDoubles(
      Arithmetic operation, ColumnType common, Expression left, Expression right) {
    if (operation == Arithmetic.MODULO) {
      return null;
    }
    ColumnType type = common.isDouble() ? common : ColumnType.of(ColumnKind.FLOAT64);
    return new DoubleArithmetic(
        operation, type, Casts.mustCast(left, type), Casts.mustCast(right, type));
  }

  private static @Nullable Expression onDecimals(
      Arithmetic operation, @Nullable ColumnType type, Expression left, Expression right) {
    Expression a = Coercion.implicit(left, ColumnKind.NUMERIC);
    Expression b = Coercion.implicit(right, ColumnKind.NUMERIC);
    ColumnType result =
        type != null && Coercion.isDecimal(type) ? type : ColumnType.of(ColumnKind.NUMERIC);
    return a == null || b == null ? null : new DecimalArithmetic(operation, result, a, b);
  }

  private static Expression onIntegers(
      Arithmetic operation,
      @Nullable ColumnType type,
      ColumnType common,
      Expression left,
      Expression right) {
    ColumnType widest =
        type != null && Coercion.isInteger(type) && type.kind().compareTo(common.kind()) > 0
            ? type
            : common;
    return new LongArithmetic(operation, widest, left, right);
  }

  /** DATE ± days, and the days between two DATEs. */
  private static @Nullable Expression onDate(
      Arithmetic operation, @Nullable ColumnType type, Expression date, Expression other) {
    if (operation == Arithmetic.SUBTRACT && other.type().kind() == ColumnKind.DATE) {
      return call(ScalarFunction.DAYS_BETWEEN, type, List.of(date, other));
    }
    if (!Coercion.isInteger(other.type())) {
      return null;
    }
    return switch (operation) {
      case ADD -> call(ScalarFunction.PLUS_DAYS, type, List.of(date, other));
      case SUBTRACT -> {
        Expression days = call(ScalarFunction.NEGATE, null, List.of(other));
        yield days == null ? null : call(ScalarFunction.PLUS_DAYS, type, List.of(date, days));
      }
      default -> null;
    };
  }

  private static @Nullable Expression call(
      ScalarFunction function, @Nullable ColumnType type, List<Expression> operands) {
    Binder binder = FunctionRegistry.binder(function);
    return binder == null ? null : binder.bind(type, operands);
  }
}
