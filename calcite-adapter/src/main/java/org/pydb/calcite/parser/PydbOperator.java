package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** An operator whose calls have a class of their own. */
final class PydbOperator extends SqlSpecialOperator {

  /** Makes a call of that class from its operands. */
  @FunctionalInterface
  interface Maker {
    SqlCall make(SqlParserPos pos, @Nullable SqlNode[] operands);
  }

  private final Maker maker;

  PydbOperator(String name, SqlKind kind, Maker maker) {
    super(name, kind);
    this.maker = maker;
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    return maker.make(pos, operands);
  }
}
