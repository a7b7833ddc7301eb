package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ArrayFunctions;

/**
 * {@code array[from:to]}, while the parser weighs operators against each other: the right operand
 * is a list of both ends. In the tree it is a call of a function.
 */
public final class SliceSuffix extends SqlBinaryOperator {
  /** That of a subscript. */
  private static final int PRECEDENCE = 100;

  public static final SliceSuffix OPERATOR = new SliceSuffix();

  private SliceSuffix() {
    super("[:]", SqlKind.OTHER, PRECEDENCE, true, null, null, null);
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    SqlNodeList ends = (SqlNodeList) operands[1];
    return ArrayFunctions.SLICE.createCall(pos, operands[0], ends.get(0), ends.get(1));
  }
}
