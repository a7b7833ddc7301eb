package org.pydb.calcite.validate;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.pydb.engine.schema.ColumnType;

/** Numbers with an exponent: exact in PostgreSQL, floating point in standard SQL. */
final class ExactLiteral {

  private ExactLiteral() {}

  /**
   * The number written out; it stays floating point if that takes more digits than decimals have.
   */
  static SqlLiteral of(SqlNumericLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    int wholeDigits = value.precision() - value.scale();
    boolean isShort =
        value.signum() == 0
            || (wholeDigits <= ColumnType.DECIMAL_PRECISION_MAX
                && value.scale() <= ColumnType.DECIMAL_PRECISION_MAX
                && Math.max(wholeDigits, 0) + Math.max(value.scale(), 0)
                    <= ColumnType.DECIMAL_PRECISION_MAX);
    return isShort
        ? SqlLiteral.createExactNumeric(value.toPlainString(), literal.getParserPosition())
        : literal;
  }
}
