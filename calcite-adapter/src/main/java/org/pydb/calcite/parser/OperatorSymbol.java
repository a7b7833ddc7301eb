package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
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

  /** Makes what stands in the tree. */
  @FunctionalInterface
  private interface Maker {
    SqlCall make(SqlParserPos pos, List<SqlNode> operands);
  }

  private final Maker maker;

  private OperatorSymbol(String name, Maker maker) {
    super(name, SqlKind.OTHER, ScalarOperators.PRECEDENCE, true, null, null, null);
    this.maker = maker;
  }

  private static SqlCall not(SqlBinaryOperator operator, SqlParserPos pos, List<SqlNode> operands) {
    return SqlStdOperatorTable.NOT.createCall(pos, operator.createCall(pos, operands));
  }

  @Override
  @SuppressWarnings("NullAway") // No operand of a binary operator is absent.
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    return maker.make(pos, List.of(operands));
  }
}
