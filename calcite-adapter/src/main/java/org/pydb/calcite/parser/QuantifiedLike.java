package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * {@code text LIKE ANY (ARRAY[pattern, …])} and its like, while the parser weighs operators against
 * each other. In the tree it is a LIKE for each pattern.
 */
public final class QuantifiedLike extends SqlBinaryOperator {
  /** That of LIKE. */
  private static final int PRECEDENCE = 32;

  private final SqlOperator like;
  private final boolean isAny;

  /**
   * An operator.
   *
   * @param like which comparison with one pattern
   * @param isAny whether one pattern is enough; otherwise it must be all
   */
  public QuantifiedLike(SqlOperator like, boolean isAny) {
    super(
        like.getName() + (isAny ? " ANY" : " ALL"),
        SqlKind.OTHER,
        PRECEDENCE,
        true,
        null,
        null,
        null);
    this.like = like;
    this.isAny = isAny;
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    SqlNode text = operands[0];
    if (text == null
        || !(operands[1] instanceof SqlCall array)
        || array.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR
        || array.operandCount() == 0) {
      throw new PlacedError(
          pos, "0A000", getName() + " takes an array that is written out: ARRAY['a%', 'b%']");
    }
    List<SqlNode> patterns = array.getOperandList();
    SqlNode all = like.createCall(pos, text, patterns.get(0));
    for (SqlNode pattern : patterns.subList(1, patterns.size())) {
      SqlNode one = like.createCall(pos, TreeCopy.of(text), pattern);
      all = (isAny ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND).createCall(pos, all, one);
    }
    return (SqlCall) all;
  }
}
