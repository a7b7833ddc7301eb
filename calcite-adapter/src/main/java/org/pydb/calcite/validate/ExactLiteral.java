package org.pydb.calcite.validate;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.engine.schema.ColumnType;

/** Numbers with an exponent: exact in PostgreSQL, floating point in standard SQL. */
final class ExactLiteral {

  private ExactLiteral() {}

  /**
   * The number written out. It is cast to numeric if that takes more digits than decimals have, or
   * leaves no point: without one it would be an integer, and {@code 1e1 / 3} would be 3.
   */
  static SqlNode of(SqlNumericLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    int wholeDigits = value.precision() - value.scale();
    boolean isShort =
        value.scale() > 0
            && (wholeDigits <= ColumnType.DECIMAL_PRECISION_MAX
                && value.scale() <= ColumnType.DECIMAL_PRECISION_MAX
                && Math.max(wholeDigits, 0) + Math.max(value.scale(), 0)
                    <= ColumnType.DECIMAL_PRECISION_MAX);
    return isShort
        ? SqlLiteral.createExactNumeric(value.toPlainString(), literal.getParserPosition())
        : numeric(value, literal.getParserPosition());
  }

  private static SqlNode numeric(BigDecimal value, SqlParserPos position) {
    SqlDataTypeSpec type =
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, SqlParserPos.ZERO), SqlParserPos.ZERO);
    SqlNode text = SqlLiteral.createCharString(value.toString(), position);
    return SqlStdOperatorTable.CAST.createCall(position, text, type);
  }
}
