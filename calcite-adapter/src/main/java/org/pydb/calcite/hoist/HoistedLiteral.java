package org.pydb.calcite.hoist;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.rex.ExpressionCompiler;

/**
 * Stands in a validated tree where a literal stood whose value the plan is not to know. To whoever
 * converts and optimizes it is a parameter that is never NULL.
 */
public final class HoistedLiteral extends SqlDynamicParam {

  private final RelDataType type;

  HoistedLiteral(int literal, RelDataType type, SqlParserPos position) {
    super(literal, position);
    this.type = type;
  }

  /** The type of the literal that stood here. */
  public RelDataType type() {
    return type;
  }

  /** Its number in expressions. */
  public int expressionIndex() {
    return ExpressionCompiler.LITERALS_FIRST + getIndex();
  }

  @Override
  public SqlNode clone(SqlParserPos position) {
    return new HoistedLiteral(getIndex(), type, position);
  }
}
