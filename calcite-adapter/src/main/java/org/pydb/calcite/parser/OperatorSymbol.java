package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ScalarOperators;

/**
 * An operator as it is written, while the parser weighs operators against each other. In the tree
 * stands what it means.
 */
public final class OperatorSymbol extends SqlBinaryOperator {

  /** Between the power and the sign. */
  private static final int TIME_ZONE_PRECEDENCE = 72;

  /** {@code ||}, which binds as PostgreSQL's other operators do: {@code 'a' || 1 + 2} is a3. */
  public static final OperatorSymbol CONCAT =
      new OperatorSymbol("||", SqlStdOperatorTable.CONCAT::createCall);

  /** {@code !~}. */
  public static final OperatorSymbol NO_MATCH =
      new OperatorSymbol("!~", (pos, operands) -> not(ScalarOperators.MATCH, pos, operands));

  /** {@code !~*}. */
  public static final OperatorSymbol NO_MATCH_ANY_CASE =
      new OperatorSymbol(
          "!~*", (pos, operands) -> not(ScalarOperators.MATCH_ANY_CASE, pos, operands));

  /** {@code AT TIME ZONE}, which binds more tightly than a product: {@code timezone} is called. */
  public static final OperatorSymbol AT_TIME_ZONE =
      new OperatorSymbol("AT TIME ZONE", TIME_ZONE_PRECEDENCE, OperatorSymbol::timezone);

  /** Makes what stands in the tree. */
  @FunctionalInterface
  private interface Maker {
    SqlCall make(SqlParserPos pos, List<SqlNode> operands);
  }

  private final Maker maker;

  private OperatorSymbol(String name, Maker maker) {
    this(name, ScalarOperators.PRECEDENCE, maker);
  }

  private OperatorSymbol(String name, int precedence, Maker maker) {
    super(name, SqlKind.OTHER, precedence, true, null, null, null);
    this.maker = maker;
  }

  private static SqlCall timezone(SqlParserPos pos, List<SqlNode> operands) {
    SqlFunction function = new NamedFunction("timezone", pos);
    return function.createCall(pos, operands.get(1), operands.get(0));
  }

  private static SqlCall not(SqlBinaryOperator operator, SqlParserPos pos, List<SqlNode> operands) {
    return SqlStdOperatorTable.NOT.createCall(pos, operator.createCall(pos, operands));
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    return maker.make(pos, List.of(operands));
  }
}
