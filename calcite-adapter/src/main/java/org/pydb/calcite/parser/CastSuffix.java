package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ScalarFunctions;

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
    SqlNode value = operands[0];
    String type = operands[1] instanceof SqlDataTypeSpec spec ? typeName(spec) : "";
    if (type.equals("regclass")) {
      return ScalarFunctions.REGCLASS.createCall(pos, value);
    }
    boolean isName = type.equals("TEXT") || type.equals("VARCHAR");
    return isName
            && value instanceof SqlCall call
            && call.getOperator().equals(ScalarFunctions.REGCLASS)
        ? ScalarFunctions.REGCLASS_NAME.createCall(pos, value)
        : SqlStdOperatorTable.CAST.createCall(functionQualifier, pos, operands);
  }

  /** The number of a relation stands for its name in PostgreSQL, which has a type for that. */
  private static String typeName(SqlDataTypeSpec type) {
    PostgresType own = PostgresType.of(type);
    SqlIdentifier name = type.getTypeName();
    return own != null ? own.name() : name.isSimple() ? name.getSimple() : "";
  }
}
