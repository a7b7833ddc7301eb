package org.pydb.calcite.rex;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A date or time plus or minus an interval.
 *
 * <p>There are no interval values when a plan runs. An interval that stands in an expression is a
 * number: of months, or of microseconds. Calcite counts the latter in milliseconds.
 */
final class DatetimeArithmetic {
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);
  private static final long MICROS_A_MILLI = 1000;
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private DatetimeArithmetic() {}

  /** The expression for {@code datetime ± interval} or {@code interval + datetime}. */
  static Expression compile(ExpressionCompiler compiler, RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    boolean isSwapped = SqlTypeUtil.isInterval(left.getType());
    RexNode moment = isSwapped ? right : left;
    RexNode interval = isSwapped ? left : right;
    if (!SqlTypeUtil.isDatetime(moment.getType()) || !SqlTypeUtil.isInterval(interval.getType())) {
      throw ExpressionCompiler.unsupported(call);
    }
    Expression amount = amount(compiler, interval);
    if (call.getKind() == SqlKind.MINUS) {
      amount = require(call, ScalarFunction.NEGATE, INT64, amount);
    }
    ColumnType type = ExpressionCompiler.columnType(call);
    Expression start =
        Expressions.cast(compiler.compile(moment), type, CastMode.EXPLICIT)
            .orElseThrow(() -> ExpressionCompiler.unsupported(call));
    if (isMonths(interval.getType())) {
      if (type.kind() == ColumnKind.TIME) {
        return require(call, ScalarFunction.PLUS_MICROS, type, start, none(call, amount));
      }
      return require(call, ScalarFunction.PLUS_MONTHS, type, start, amount);
    }
    return type.kind() == ColumnKind.DATE
        ? require(call, ScalarFunction.PLUS_DAYS, type, start, days(call, amount))
        : require(call, ScalarFunction.PLUS_MICROS, type, start, amount);
  }

  /** How many months or microseconds an interval has. */
  private static Expression amount(ExpressionCompiler compiler, RexNode interval) {
    if (interval instanceof RexLiteral literal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      if (value == null) {
        return Expressions.literal(INT64, null);
      }
      long unit = isMonths(literal.getType()) ? 1 : MICROS_A_MILLI;
      try {
        return Expressions.literal(INT64, Math.multiplyExact(value.longValueExact(), unit));
      } catch (ArithmeticException e) {
        throw Interval.outOfRange();
      }
    }
    if (interval instanceof RexCall call && call.getKind() == SqlKind.TIMES) {
      RexNode left = call.getOperands().get(0);
      RexNode right = call.getOperands().get(1);
      boolean isSwapped = SqlTypeUtil.isInterval(right.getType());
      Expression unit = amount(compiler, isSwapped ? right : left);
      Expression factor = compiler.compile(isSwapped ? left : right);
      return require(call, ScalarFunction.MULTIPLY, INT64, unit, factor);
    }
    if (interval instanceof RexCall call && call.getKind() == SqlKind.MINUS_PREFIX) {
      return require(
          call, ScalarFunction.NEGATE, INT64, amount(compiler, call.getOperands().get(0)));
    }
    throw new UnsupportedExpression("the interval " + interval);
  }

  /** Months change no time of day, but none at all make it unknown. */
  private static Expression none(RexCall call, Expression months) {
    return require(call, ScalarFunction.MULTIPLY, INT64, months, Expressions.literal(INT64, 0L));
  }

  private static Expression days(RexCall call, Expression micros) {
    return require(
        call, ScalarFunction.DIVIDE, INT64, micros, Expressions.literal(INT64, MICROS_A_DAY));
  }

  private static boolean isMonths(RelDataType interval) {
    SqlTypeName name = interval.getSqlTypeName();
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(name);
  }

  private static Expression require(
      RexCall call, ScalarFunction function, ColumnType type, Expression... operands) {
    return Expressions.call(function, type, List.of(operands))
        .orElseThrow(() -> ExpressionCompiler.unsupported(call));
  }
}
