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

/** Casts to {@code time(n)} and {@code timestamp(n)}: rounded half up to so many digits. */
final class TimePrecision {

  private TimePrecision() {}

  /** The value, rounded if the type that it is cast to is coarser than the one it had. */
  static Expression round(Expression value, RelDataType from, RelDataType to) {
    SqlTypeName name = to.getSqlTypeName();
    if (name != SqlTypeName.TIME
        && name != SqlTypeName.TIMESTAMP
        && name != SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      return value;
    }
    int precision = to.getPrecision();
    boolean isCoarser =
        precision < PydbTypeSystem.TIME_PRECISION
            && !(from.getSqlTypeName() == name && from.getPrecision() <= precision);
    if (!isCoarser) {
      return value;
    }
    long unit = 1;
    for (int digits = precision; digits < PydbTypeSystem.TIME_PRECISION; digits++) {
      unit *= 10;
    }
    Expression micros = Expressions.literal(ColumnType.of(ColumnKind.INT64), unit);
    return Expressions.call(ScalarFunction.ROUND_MICROS, value.type(), List.of(value, micros))
        .orElseThrow(() -> new UnsupportedExpression("rounding to " + to));
  }
}
