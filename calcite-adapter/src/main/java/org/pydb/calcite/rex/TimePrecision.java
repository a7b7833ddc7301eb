package org.pydb.calcite.rex;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Casts to {@code timestamp(n)}: rounded half up to so many digits of a second. */
final class TimePrecision {

  private TimePrecision() {}

  /** The value, rounded if the type that it is cast to is coarser than the one it had. */
  static Expression round(Expression value, RelDataType from, RelDataType to) {
    SqlTypeName name = to.getSqlTypeName();
    boolean isTimestamp =
        name == SqlTypeName.TIMESTAMP || name == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    if (!isTimestamp && name != SqlTypeName.TIME) {
      return value;
    }
    int precision = to.getPrecision();
    boolean isCoarser =
        precision < PydbTypeSystem.TIME_PRECISION
            && !(from.getSqlTypeName() == name && from.getPrecision() <= precision);
    if (!isCoarser) {
      return value;
    }
    if (!isTimestamp || (precision != 0 && precision != 3)) {
      throw new UnsupportedExpression("rounding to " + to);
    }
    return roundTo(
        value, precision == 0 ? "second" : "milliseconds", precision == 0 ? 500_000 : 500);
  }

  private static Expression roundTo(Expression value, String unit, long halfMicros) {
    ColumnType type = value.type();
    Expression half = Expressions.literal(ColumnType.of(ColumnKind.INT64), halfMicros);
    Expression later =
        Expressions.call(ScalarFunction.PLUS_MICROS, type, List.of(value, half))
            .orElseThrow(() -> new UnsupportedExpression("rounding a timestamp"));
    Expression field = Expressions.literal(ColumnType.text(0), unit);
    return Expressions.call(ScalarFunction.DATE_TRUNC, type, List.of(field, later))
        .orElseThrow(() -> new UnsupportedExpression("rounding a timestamp"));
  }
}
