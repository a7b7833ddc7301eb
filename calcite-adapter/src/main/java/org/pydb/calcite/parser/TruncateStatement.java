package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code TRUNCATE [TABLE] name, … [RESTART | CONTINUE IDENTITY] [CASCADE | RESTRICT]}. */
public final class TruncateStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("TRUNCATE", SqlKind.TRUNCATE_TABLE, TruncateStatement::new);

  public TruncateStatement(
      SqlParserPos pos, SqlNodeList names, boolean restartIdentity, boolean cascade) {
    this(pos, new SqlNode[] {names, flag(restartIdentity), flag(cascade)});
  }

  private TruncateStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The names, at least one, each possibly qualified. */
  public SqlNodeList names() {
    return operand(0);
  }

  /** Whether columns that number rows begin anew. */
  public boolean restartIdentity() {
    return flagAt(1);
  }

  /** Whether tables that refer to these are emptied too; otherwise they keep them as they are. */
  public boolean cascade() {
    return flagAt(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("TRUNCATE");
    unparseWithCommas(writer, names());
    if (restartIdentity()) {
      writer.keyword("RESTART IDENTITY");
    }
    if (cascade()) {
      writer.keyword("CASCADE");
    }
  }
}
