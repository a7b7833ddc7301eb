package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code value::type}, while the parser weighs operators against each other.
 *
 * <p>It binds more tightly than a sign: {@code -1::text} is {@code -(1::text)}. In the tree it is
 * an ordinary {@code CAST}.
 */
public final class CastSuffix extends SqlBinaryOperator {

  /** Between the arithmetic operators and the dot. */
  private static final int PRECEDENCE = 94;

  public static final CastSuffix OPERATOR = new CastSuffix();

  private CastSuffix() {
    super("::", SqlKind.CAST, PRECEDENCE, true, null, null, null);
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    return SqlStdOperatorTable.CAST.createCall(functionQualifier, pos, operands);
  }
}
